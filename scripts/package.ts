import { join, relative } from 'node:path';
import { writePackage } from './package/write-package';

const folder = join(__dirname, '../dist/marketplace');

writePackage(folder).then(({ archive, sha256 }) => {
  console.log(`${relative(process.cwd(), join(folder, archive))}\nsha256 ${sha256}`);
});
