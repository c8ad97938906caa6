import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { writeCoverage } from './coverage';

writeFileSync(join(__dirname, '../docs/coverage.md'), writeCoverage());
