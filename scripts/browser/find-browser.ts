import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** The first has no window at all, and opens a page in less than half the time of the others. */
const names = [
  'chromium-headless-shell',
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
];
const elsewhere = [
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** The path of a browser, or why there is none. */
export type FoundBrowser = { path: string } | { path: undefined; reason: string };

/** Finds Chromium, or a browser made from it: the one that `CHROMIUM` names, else where systems keep it. */
export function findBrowser(): FoundBrowser {
  const named = process.env['CHROMIUM'];
  if (named)
    return existsSync(named)
      ? { path: named }
      : { path: undefined, reason: `CHROMIUM names ${named}, which is not there` };
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  const places = [...folders.flatMap(folder => names.map(name => join(folder, name))), ...elsewhere];
  const path = places.find(place => existsSync(place));
  if (path) return { path };
  return {
    path: undefined,
    reason: `neither PATH nor the usual places have ${names.join(', ')}; CHROMIUM may name one`,
  };
}
