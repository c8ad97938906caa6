import { findBrowser } from '../../scripts/browser/find-browser';

/** Before all tests: says that those in a browser are skipped, or fails where one is required. */
export default function tellOfBrowser(): void {
  const found = findBrowser();
  if (found.path !== undefined) return;
  const reason = `The tests in test/browser need Chromium: ${found.reason}.`;
  if (process.env['REQUIRE_BROWSER']) throw new Error(`${reason} REQUIRE_BROWSER is set, so nothing runs without.`);
  process.stderr.write(`${reason} They are SKIPPED.\n`);
}
