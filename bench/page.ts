import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { findBrowser } from '../scripts/browser/find-browser';
import { findFirstScripts } from '../scripts/browser/first-scripts';
import { launchBrowser } from '../scripts/browser/launch-browser';
import { builtPage, startWorkbench } from '../scripts/browser/start-workbench';
import { currentBuild } from '../workbench/server/page-build';
import { printTable } from './figures';
import { measureScrolling } from './scrolling';

const rounds = 15;
const example = '.welcome .examples button';
const run = 'button[type="submit"].primary:not(:disabled)';

/** Milliseconds from navigation until something can be pressed, in a browser that has nothing of the page yet. */
async function timeVisit(
  browser: Browser,
  address: string,
  usable: string,
  options?: BrowserContextOptions
): Promise<number> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  await page.addInitScript(selector => {
    new MutationObserver((_, observer) => {
      if (!document.querySelector(selector)) return;
      observer.disconnect();
      // When it is drawn, it can be pressed.
      requestAnimationFrame(() => setTimeout(() => Reflect.set(window, 'usableAt', performance.now())));
    }).observe(document, { childList: true, subtree: true, attributes: true });
  }, usable);
  await page.goto(address);
  const found = await page.waitForFunction((): number => Reflect.get(window, 'usableAt'));
  const taken = await found.jsonValue();
  await context.close();
  return taken;
}

/** The storage of a browser that has a query. */
async function keepQuery(browser: Browser, address: string): Promise<BrowserContextOptions> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(example).first().click();
  await page.locator(run).waitFor();
  const storageState = await context.storageState();
  await context.close();
  return { storageState };
}

/** How soon the workbench's page can be used, and what it loads until then. */
async function main(): Promise<void> {
  const build = currentBuild(builtPage);
  const scripts = findFirstScripts(build).map(name => readFileSync(join(build, 'assets', name)));
  const sum = (sizes: number[]) => `${Math.round(sizes.reduce((total, size) => total + size, 0) / 1000)} kB`;
  const sizes = [scripts.map(({ length }) => length), scripts.map(script => gzipSync(script).length)];
  console.log(`\nscript of the first page: ${sizes.map(sum).join(', gzipped ')}`);

  const found = findBrowser();
  if (found.path === undefined) {
    console.log(`How soon the page can be used is not measured: ${found.reason}`);
    return;
  }
  const workbench = await startWorkbench();
  const browser = await launchBrowser();
  const withQuery = await keepQuery(browser, workbench.address);
  const taken: Record<string, number[]> = { 'first visit, an example': [], 'with a query, its Run': [] };
  for (let round = -2; round < rounds; round += 1) {
    const times = {
      'first visit, an example': await timeVisit(browser, workbench.address, example),
      'with a query, its Run': await timeVisit(browser, workbench.address, run, withQuery),
    };
    if (round < 0) continue;
    for (const [name, time] of Object.entries(times)) taken[name]?.push(time);
  }
  printTable('from navigation until it can be pressed', taken);
  const { framesPerSecond, longestFrameMs } = await measureScrolling(browser, workbench);
  console.log(
    `\na table of 2,000 rows while it scrolls: ${framesPerSecond.toFixed(0)} frames a second, the longest ${longestFrameMs.toFixed(0)} ms`
  );
  await browser.close();
  await workbench.stop();
}

main();
