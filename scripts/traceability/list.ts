import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { TaggedTest } from './tagged-tests';

const path = join(__dirname, '../../docs/claims.json');

/** What the plugin has to do, by id. */
export const readClaims = (): Record<string, string> => JSON.parse(readFileSync(path, 'utf8'));

/** The traceability list as Markdown: every claim with the tests that show it. */
export function writeList(tests: TaggedTest[]): string {
  const claims = readClaims();
  const unknown = tests.flatMap(test => test.claims.filter(id => !(id in claims)).map(id => `${id} in ${test.file}`));
  if (unknown.length > 0) throw new Error(`docs/claims.json does not have ${unknown.join(', ')}`);

  const ids = Object.keys(claims);
  const shown = ids.filter(id => tests.some(test => test.claims.includes(id)));
  const table = ids.map(id => `| ${id} | ${claims[id]} | ${cell(tests.filter(test => test.claims.includes(id)))} |`);
  const bugs = [...new Set(tests.flatMap(test => test.bugs))].toSorted();
  const bugTable = bugs.map(bug => `| ${bug} | ${cell(tests.filter(test => test.bugs.includes(bug)))} |`);
  return [
    '# Traceability: what the plugin has to do, and the tests that show it',
    '',
    'Written by `npm run traceability` from the results of a test run; do not edit. A test is listed here only if it ran, passed,',
    'and asserted something. The tag at the end of its title names the claims of `claims.json` that it shows: a letter and a',
    'number for what the plugin was asked to do, `row` and a number for a feature that plugins of this kind have.',
    '',
    `**${shown.length} of ${ids.length} claims are shown by a test, ${ids.length - shown.length} are missing.**`,
    '',
    '| claim | what | tests |',
    '|---|---|---|',
    ...table,
    '',
    '## Bugs seen in other plugins, which a test here would catch',
    '',
    '| bug | tests |',
    '|---|---|',
    ...bugTable,
    '',
  ].join('\n');
}

function cell(tests: TaggedTest[]): string {
  const files = [...new Set(tests.map(({ file }) => file))];
  const parts = files.map(file => {
    const labels = new Set(tests.filter(test => test.file === file).map(listed));
    return `\`${file}\`: ${[...labels].join('; ')}`;
  });
  return parts.length === 0 ? '**missing**' : parts.join('<br>');
}

/** How a test is named in a row of the list. */
export const listed = ({ label }: TaggedTest): string => label.replaceAll('|', '\\|');
