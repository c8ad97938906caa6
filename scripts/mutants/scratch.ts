import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { instrument, type Mutant } from './instrument';
import { territories } from './parts';
import { parse } from './syntax';

export const root = join(__dirname, '../..');
/** Outside of git. */
export const folder = join(root, 'out/mutants');
export const scratch = join(folder, 'tree');

/** Where all mutants ask whether they are the active one; it is the same in every realm of a process. */
const SWITCH = `
import { runInThisContext } from 'node:vm';
const everywhere = runInThisContext('globalThis');
const state = (everywhere[Symbol.for('mutants')] ??= { active: Number(process.env.MUTANT ?? -1) });
export const __mutant = number => {
  state.reached?.add(number);
  return state.active === number;
};
`;

/** Everything that is in git, or would be. */
export function listFiles(): string[] {
  const listed = execFileSync('git', ['ls-files', '-co', '--exclude-standard'], { cwd: root, encoding: 'utf8' });
  return listed.split('\n').filter(path => path !== '' && existsSync(join(root, path)));
}

/** Copies the project, with all mutants in the copy, and builds the bundle there. The project itself stays as it is. */
export async function makeScratch(): Promise<Mutant[]> {
  rmSync(scratch, { recursive: true, force: true });
  const mutants: Mutant[] = [];
  for (const path of listFiles()) {
    const target = join(scratch, path);
    mkdirSync(dirname(target), { recursive: true });
    if (isSource(path)) {
      const { code, mutants: found } = instrument(parse(path, readFileSync(join(root, path), 'utf8')), mutants.length);
      const from = relative(dirname(path), 'mutant-switch').replaceAll('\\', '/');
      writeFileSync(target, `import { __mutant } from '${from.startsWith('.') ? from : `./${from}`}';${code}`);
      mutants.push(...found);
    } else cpSync(join(root, path), target);
  }
  writeFileSync(join(scratch, 'mutant-switch.ts'), SWITCH);
  symlinkSync(join(root, 'node_modules'), join(scratch, 'node_modules'));
  const page = join(root, 'workbench/dist');
  if (existsSync(page)) symlinkSync(page, join(scratch, 'workbench/dist'));
  await buildThere();
  return mutants;
}

/** Tests start these as processes of their own, where nobody sees what they reach. */
const STARTED = ['workbench/server/main.ts', 'workbench/server/dev.ts'];

const isSource = (path: string) =>
  path.endsWith('.ts') &&
  !STARTED.includes(path) &&
  territories.some(({ folder: territory }) => path.startsWith(`${territory}/`));

/** Validators are compiled when they are needed, so that also a mutant of a schema takes effect. */
async function buildThere(): Promise<void> {
  const { buildBundle } = await import('../bundle');
  const { writeShell } = await import('../shell');
  const bundle = await buildBundle(join(scratch, 'plugins/openai/lib'), { precompile: false });
  const dist = join(scratch, 'plugins/openai/dist');
  mkdirSync(dist, { recursive: true });
  writeFileSync(join(dist, 'index.js'), writeShell('tooljet-openai-mutants', bundle));
}
