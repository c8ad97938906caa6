import { type Browser, chromium } from 'playwright-core';
import { browserOptions } from './browser-options';

/**
 * Starts the browser that was found.
 *
 * @param more Further arguments of Chromium.
 * @throws Error where there is none.
 */
export const launchBrowser = async (...more: string[]): Promise<Browser> => chromium.launch(browserOptions(...more));
