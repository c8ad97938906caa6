import { findBrowser } from './find-browser';

/**
 * How the browser that was found is started.
 *
 * @param more Further arguments of Chromium.
 * @throws Error where there is none.
 */
export function browserOptions(...more: string[]): { executablePath: string; args: string[] } {
  const found = findBrowser();
  if (found.path === undefined) throw new Error(`There is no browser: ${found.reason}`);
  // Its own sandbox does not start as root, and it visits nothing but this machine.
  return { executablePath: found.path, args: ['--no-sandbox', '--disable-gpu', ...more] };
}
