import { type Browser, chromium } from 'playwright-core';
import { findBrowser } from './find-browser';

/**
 * Starts the browser that was found.
 *
 * @param more Further arguments of Chromium.
 * @throws Error where there is none.
 */
export async function launchBrowser(...more: string[]): Promise<Browser> {
  const found = findBrowser();
  if (found.path === undefined) throw new Error(`There is no browser: ${found.reason}`);
  // Its own sandbox does not start as root, and it visits nothing but this machine.
  return chromium.launch({ executablePath: found.path, args: ['--no-sandbox', '--disable-gpu', ...more] });
}
