import { findBrowser } from '../../scripts/browser/find-browser';
import { bundleEntries, bundlePrograms } from './once/bundle-entries';

/** Before all tests: makes what is loaded once, and says whether tests in a browser are skipped. */
export default async function beforeAll(): Promise<void> {
  tellOfBrowser();
  await Promise.all([bundleEntries(), bundlePrograms()]);
}

/** Says that tests are skipped for want of a browser, or fails where one is required. */
function tellOfBrowser(): void {
  const found = findBrowser();
  if (found.path !== undefined) return;
  const reason = `The tests in test/browser need Chromium: ${found.reason}.`;
  if (process.env['REQUIRE_BROWSER']) throw new Error(`${reason} REQUIRE_BROWSER is set, so nothing runs without.`);
  process.stderr.write(`${reason} They are SKIPPED.\n`);
}
