import type { Page } from 'playwright-core';
import { launchBrowser } from '../scripts/browser/launch-browser';
import { startWorkbench } from '../scripts/browser/start-workbench';

const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).filter({ visible: true });
const example = (page: Page, title: string) => page.locator(`.examples button:has(strong:text-is("${title}"))`);
const add = (page: Page, title: string) =>
  page.locator('.canvas-palette').getByRole('button', { name: title, exact: true });

/** What somebody wants who sees the page for the first time, by the shortest way that it shows. */
const paths: Record<string, (page: Page) => Promise<void>> = {
  'first image': async page => {
    await example(page, 'Draw an image').click();
    await button(page, 'Run').click();
    await page.locator('.media img').waitFor();
  },
  'a classified table': async page => {
    await example(page, 'Ask the same of every row').click();
    await button(page, 'Run').click();
    await page.locator('.result .table').getByRole('row').nth(2).waitFor();
  },
  'a dashboard from nothing': async page => {
    await example(page, 'Draw an image').click();
    await button(page, 'Run').click();
    await page.locator('.media img').waitFor();
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await add(page, 'Button').click();
    await add(page, 'Image').click();
    await button(page, 'Use').click();
    await page.locator('.canvas-content').getByRole('button', { name: 'Run', exact: true }).click();
    await page.locator('.canvas-content img').waitFor();
  },
};

/** How many clicks and seconds a newcomer's first jobs take, without the time to think. */
async function main(): Promise<void> {
  const browser = await launchBrowser();
  console.log('\nnewcomers, from an empty browser');
  for (const [name, walk] of Object.entries(paths)) {
    const workbench = await startWorkbench();
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
    const page = await context.newPage();
    let clicks = 0;
    await page.exposeFunction('countClick', () => {
      clicks += 1;
    });
    await page.addInitScript(() =>
      document.addEventListener('click', ({ detail }) => detail > 0 && Reflect.get(window, 'countClick')(), true)
    );
    const start = performance.now();
    await page.goto(workbench.address);
    await walk(page);
    console.log(`  ${name.padEnd(26)} ${clicks} clicks, ${((performance.now() - start) / 1000).toFixed(1)} s`);
    await context.close();
    await workbench.stop();
  }
  await browser.close();
}

main();
