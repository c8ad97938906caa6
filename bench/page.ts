import { readFileSync } from 'node:fs';
import { loadavg } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContextOptions } from 'playwright-core';
import { findBrowser } from '../scripts/browser/find-browser';
import { findFirstScripts } from '../scripts/browser/first-scripts';
import { launchBrowser } from '../scripts/browser/launch-browser';
import { builtPage, type RunningWorkbench, startWorkbench } from '../scripts/browser/start-workbench';
import { currentBuild } from '../workbench/server/page-build';
import { printTable } from './figures';
import { measureScrolling, readWork, type Smoothness } from './scrolling';

const rounds = 15;
const example = '.welcome .examples button';
const run = 'button[type="submit"].primary:not(:disabled)';

/** Milliseconds from navigation until something can be pressed, and how long the page's thread worked for it. */
interface Visit {
  taken: number;
  worked: number;
}

/** Visits in a browser that has nothing of the page yet. */
async function timeVisit(
  browser: Browser,
  address: string,
  usable: string,
  options?: BrowserContextOptions
): Promise<Visit> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
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
  const worked = await readWork(session);
  await context.close();
  return { taken, worked };
}

/** The storage of a browser that has a query. */
async function keepQuery(browser: Browser, address: string): Promise<BrowserContextOptions> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(address);
  await page.locator(example).first().click();
  await page.locator(run).waitFor();
  // What is left early has come up all the same.
  await page.goto(`${address}/icon.svg`);
  const storageState = await context.storageState();
  await context.close();
  return { storageState };
}

const listsOf = (names: readonly string[]): Record<string, number[]> =>
  Object.fromEntries(names.map(name => [name, []]));

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
  const names = ['first visit, an example', 'with a query, its Run'] as const;
  const [taken, worked] = [listsOf(names), listsOf(names)];
  for (let round = -2; round < rounds; round += 1) {
    const visits = [
      await timeVisit(browser, workbench.address, example),
      await timeVisit(browser, workbench.address, run, withQuery),
    ];
    if (round < 0) continue;
    for (const [index, name] of names.entries()) {
      taken[name]?.push(visits[index]?.taken ?? Number.NaN);
      worked[name]?.push(visits[index]?.worked ?? Number.NaN);
    }
  }
  printTable('from navigation until it can be pressed', taken);
  printTable('of that the page itself worked, on a processor', worked);
  await browser.close();
  const { framesPerSecond, longestFrameMs, workPerFrameMs } = await scrollInTurn(workbench);
  console.log(
    `\na table of 2,000 rows while it scrolls: ${framesPerSecond.toFixed(0)} frames a second, the longest ${longestFrameMs.toFixed(0)} ms; the page works ${workPerFrameMs.toFixed(1)} ms for one`
  );
  console.log(`load average of the machine: ${loadavg()[0]?.toFixed(1)}`);
  await workbench.stop();
}

/** The median of several times, in a browser that has visited nothing else: it grows slower with every visit. */
async function scrollInTurn(workbench: RunningWorkbench): Promise<Smoothness> {
  const browser = await launchBrowser();
  const measured: Smoothness[] = [];
  for (let time = 0; time < 5; time += 1) measured.push(await measureScrolling(browser, workbench));
  await browser.close();
  const [middle] = measured.toSorted((one, other) => one.framesPerSecond - other.framesPerSecond).slice(2);
  if (!middle) throw new Error('Nothing was measured');
  return middle;
}

main();
