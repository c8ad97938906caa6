import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { provideNode } from './provide-node';

const run = promisify(execFile);
const root = join(__dirname, '..');
const majors = ['22', '24'];

/** What depends on the Node.js that a host runs: the built bundle in its loaders, its errors, and every operation. */
const tests = ['bundle', 'errors', 'retries', 'deadline', 'secrets', 'paths', 'memory'].map(
  name => `test/${name}.test.ts`
);

/** The tests' verdict, and what they wrote where they failed. */
async function runTests(binary: string, major: string): Promise<{ passed: boolean; line: string }> {
  const jest = join(root, 'node_modules/jest/bin/jest.js');
  const environment = { ...process.env, EXPECTED_NODE_MAJOR: major };
  try {
    const { stderr } = await run(binary, [jest, ...tests, 'test/operations'], {
      cwd: root,
      env: environment,
      maxBuffer: 1e8,
    });
    return { passed: true, line: /^Tests: .*$/m.exec(stderr)?.[0] ?? 'passed' };
  } catch (error) {
    const written = error instanceof Error ? String(Reflect.get(error, 'stderr') ?? error.message) : String(error);
    return { passed: false, line: `failed\n${written}` };
  }
}

/** Runs the tests of the bundle on every version; `--optional` lets a machine pass that cannot have one. */
async function main(): Promise<void> {
  const isOptional = process.argv.includes('--optional');
  for (const major of majors) {
    const binary = await provideNode(major).catch((error: Error) => error);
    if (binary instanceof Error) {
      console.log(`Node ${major}: not tested, ${binary.message}`);
      if (!isOptional) process.exitCode = 1;
      continue;
    }
    const { passed, line } = await runTests(binary, major);
    console.log(`Node ${(await run(binary, ['--version'])).stdout.trim()}: ${line}`);
    if (!passed) process.exitCode = 1;
  }
}

main();
