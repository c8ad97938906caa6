import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = join(__dirname, '../out/test/memory.cjs');
const hosts = ['vm-context', 'module-from-string'];

/** Measures in a process of its own, since a host keeps every module of a test alive. */
async function measure(flag: string, what: 'queries' | 'loads', host: string, count: number): Promise<unknown> {
  const typed = [flag, program, what, host, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, typed);
  return JSON.parse(stdout);
}

const kilobyte = 1024;

it.each(hosts)('200 queries leave at most 16 KB of heap each: %s', async host => {
  const measured = await measure('--expose-gc', 'queries', host, 200);
  expect(measured).toMatchObject({ queries: 200, growth: expect.any(Number) });
  expect(Reflect.get(Object(measured), 'growth')).toBeLessThan(16 * kilobyte);
});

it.each(hosts)('500 loads survive in a heap of 64 MB: %s', async host => {
  expect(await measure('--max-old-space-size=64', 'loads', host, 500)).toMatchObject({ queries: 500 });
});
