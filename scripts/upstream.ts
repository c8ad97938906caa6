import { join, relative } from 'node:path';
import { writeUpstream } from './upstream/tree';

const folder = join(__dirname, '../dist/upstream');

writeUpstream(folder).then(() =>
  console.log(`${relative(process.cwd(), folder)} holds what a pull request to ToolJet has`)
);
