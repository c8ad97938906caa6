import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

const program = join(__dirname, '../bench/memory.ts');
const hosts = ['vm-context', 'module-from-string'];
const patience = 120_000;

/** Measures in a process of its own, since a host keeps every module of a test alive. */
async function measure(flag: string, what: 'queries' | 'loads', host: string, count: number): Promise<unknown> {
  const typed = [flag, '--import', 'tsx', program, what, host, String(count)];
  const { stdout } = await promisify(execFile)(process.execPath, typed);
  return JSON.parse(stdout);
}

const kilobyte = 1024;

it.each(hosts)(
  '500 queries leave at most 16 KB of heap each: %s',
  async host => {
    const measured = await measure('--expose-gc', 'queries', host, 500);
    expect(measured).toMatchObject({ queries: 500, growth: expect.any(Number) });
    expect(Reflect.get(Object(measured), 'growth')).toBeLessThan(16 * kilobyte);
  },
  patience
);

it.each(hosts)(
  '1,000 loads survive in a heap of 128 MB: %s',
  async host => {
    expect(await measure('--max-old-space-size=128', 'loads', host, 1000)).toMatchObject({ queries: 1000 });
  },
  patience
);
