import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { hidePort, toShape } from './shape';

interface Recorded {
  kind: string;
  message: string;
}

/** These start no plugin, or a browser. */
const OTHER_TESTS = ['test/browser', 'test/workbench', 'test/emulator', 'test/memory'];

/**
 * Lists every message that a builder can meet, one example of each, from a run of the plugin's tests. Arguments choose
 * the tests, as jest's do.
 */
function listMessages(): void {
  const folder = mkdtempSync(join(tmpdir(), 'messages-'));
  const file = join(folder, 'messages.jsonl');
  writeFileSync(file, '');
  try {
    const chosen = process.argv.slice(2);
    const options = [require.resolve('jest/bin/jest'), '--silent', '--testPathIgnorePatterns', ...OTHER_TESTS, '--'];
    const { status } = spawnSync(process.execPath, [...options, ...chosen], {
      env: { ...process.env, MESSAGES_FILE: file },
      stdio: ['ignore', 'ignore', 'inherit'],
    });
    const lines = readFileSync(file, 'utf8').split('\n').filter(Boolean);
    if (lines.length === 0) throw new Error(`Jest recorded no message of ${chosen.join(', ') || 'any test'}`);
    process.stdout.write(formatMessages(lines.map(line => JSON.parse(line) as Recorded)));
    process.exitCode = status ?? 1;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function formatMessages(recorded: Recorded[]): string {
  const kinds = new Map<string, Map<string, string>>();
  // The same example is shown whatever the order of the tests.
  for (const { kind, message } of recorded.toSorted((one, other) => (one.message < other.message ? -1 : 1))) {
    const examples = kinds.get(kind) ?? new Map<string, string>();
    const shape = toShape(message);
    if (message !== '' && !examples.has(shape)) examples.set(shape, hidePort(message));
    kinds.set(kind, examples);
  }
  const sections = [...kinds].toSorted().map(([kind, examples]) => {
    const shown = [...examples.values()].toSorted().map(example => `- ${example}`);
    return `## ${kind} (${shown.length})\n\n${shown.join('\n')}\n`;
  });
  return sections.join('\n');
}

listMessages();
