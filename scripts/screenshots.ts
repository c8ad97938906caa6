import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from './browser/launch-browser';
import { type RunningWorkbench, startWorkbench } from './browser/start-workbench';

const folder = join(__dirname, '../docs/screenshots');
const largestBytes = 200_000;

/** What is shown, by the name of its file, and how to get there from the first page. */
const sights: Record<string, (page: Page, workbench: RunningWorkbench) => Promise<void>> = {
  'first-page': async () => {},
  image: async page => {
    await takeExample(page, 'Draw an image');
    await run(page);
    await page.locator('.media img').waitFor();
  },
  'streamed-answer': async page => {
    await takeExample(page, 'Ask a question');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page
      .locator('.answer.plain')
      .filter({ hasText: /^(\S+\s+){12}/ })
      .waitFor();
  },
  research: async page => {
    await takeExample(page, 'Research a question');
    await run(page);
    await page.getByRole('region', { name: 'Sources' }).waitFor();
  },
  error: async page => {
    await takeExample(page, 'Draw an image');
    await field(page, 'model').selectOption('gpt-image-2');
    await field(page, 'size').fill('100x100');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('region', { name: 'Result' }).getByRole('alert').waitFor();
  },
  dashboard: async page => {
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page
      .locator('.welcome')
      .getByRole('button', { name: /^Draw an image/ })
      .click();
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await page.getByRole('main').getByRole('img').waitFor();
    await page.locator('.announcer.silent').waitFor({ state: 'attached' });
  },
};

const field = (page: Page, key: string): Locator =>
  page.locator(`[data-field="${key}"]`).locator('select, .cm-content');

async function takeExample(page: Page, title: string): Promise<void> {
  await page
    .locator('.welcome .examples button')
    .filter({ has: page.locator(`strong:text-is("${title}")`) })
    .click();
}

async function run(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.result .state-ok').waitFor();
}

/** As few colours as still look the same; text and flat areas need few. */
async function write(name: string, png: Buffer): Promise<void> {
  const file = join(folder, `${name}.png`);
  const { size } = await sharp(png).png({ palette: true, colours: 256, effort: 10 }).toFile(file);
  console.log(`${name}.png ${Math.round(size / 1000)} kB`);
  if (size > largestBytes) throw new Error(`${file} has more than ${largestBytes} bytes`);
}

/** Writes what the README shows of the workbench into docs/screenshots. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser('--font-render-hinting=none');
  for (const [name, show] of Object.entries(sights)) {
    const workbench = await startWorkbench({ streamDelayMs: 80, background: { steps: 2 } });
    const context = await browser.newContext({ viewport: { width: 1280, height: 880 }, reducedMotion: 'reduce' });
    const page = await context.newPage();
    await page.goto(workbench.address);
    await page.locator('.welcome .examples button').first().waitFor();
    await show(page, workbench);
    await write(name, await page.screenshot({ caret: 'hide', animations: 'disabled' }));
    await context.close();
    await workbench.stop();
  }
  await browser.close();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
