import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fillInReadme, writeReference } from './reference/reference';

const root = join(__dirname, '..');
const folder = join(root, 'docs/reference');

rmSync(folder, { recursive: true, force: true });
mkdirSync(folder, { recursive: true });
for (const [file, text] of writeReference()) writeFileSync(join(folder, file), text);
const readme = join(root, 'README.md');
writeFileSync(readme, fillInReadme(readFileSync(readme, 'utf8')));
