import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { listPathsNotServed } from '../lib/index';
import { parametersNotEmulated, toolsNotEmulated } from '../lib/parameters/not-emulated';

const file = join(__dirname, '../README.md');

function listCodes(names: readonly string[]): string {
  return names.map(name => `\`${name}\``).join(', ');
}

/** The README with its list of what is not emulated written anew. */
export function writeReadme(readme: string): string {
  const rows = Object.entries(parametersNotEmulated).map(
    ([endpoint, names]) => `| \`${endpoint}\` | ${listCodes(names)} |`
  );
  const table = ['| endpoint | parameters |', '|---|---|', ...rows].join('\n');
  const tools = `Tools of responses: ${listCodes(toolsNotEmulated)}. Spoken answers in chat.`;
  return readme.replace(
    /(<!-- not emulated -->)[\s\S]*(<!-- end -->)/,
    (_, start: string, end: string) =>
      `${start}\n${table}\n\n${tools}\n\nPaths that OpenAI's API document has and the emulator does not serve: ${listCodes(listPathsNotServed())}.\n${end}`
  );
}

if (require.main === module) writeFileSync(file, writeReadme(readFileSync(file, 'utf8')));
