import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser, Locator, Page } from 'playwright-core';
import sharp from 'sharp';
import { launchBrowser } from './browser/launch-browser';
import { type RunningWorkbench, startWorkbench } from './browser/start-workbench';

const folder = join(__dirname, '../docs/screenshots');
const largestBytes = 200_000;

/** Gets from the first page to what is shown. */
type Show = (page: Page, workbench: RunningWorkbench) => Promise<void>;

/** What is shown, by the name of its file. */
const sights: Record<string, Show> = {
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
    await takeExample(page, 'Ask a question');
    await field(page, 'model').selectOption('gpt-4o');
    await field(page, 'max_tokens').fill('20000');
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
  form: async page => {
    await takeExample(page, 'Draw an image');
    await page.getByRole('button', { name: 'More options' }).click();
  },
  requests: async (page, { emulator }) => {
    await takeExample(page, 'Ask a question');
    const error = { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' };
    emulator.answerNext('/v1/chat/completions', { status: 429, headers: { 'retry-after': '0' }, body: { error } });
    await run(page);
    await page.getByRole('tab', { name: /Requests/ }).click();
    await page.locator('.request-head').last().click();
    await page.locator('.request-details').waitFor();
  },
  'history-diff': async page => {
    await takeExample(page, 'Ask a question');
    await run(page);
    await field(page, 'prompt').fill('Name two uses of copper');
    await run(page);
    await page.getByRole('tab', { name: /History/ }).click();
    for (const box of await page.locator('.run-list input').all()) await box.check();
    await page.locator('.comparison').waitFor();
  },
  variants: async page => {
    await takeExample(page, 'Draw an image');
    await page.getByRole('tab', { name: 'Variants' }).click();
    await page.locator('.variants-bar select').selectOption('prompt');
    await page.locator('.variant-field .cm-content').fill('A lighthouse at dawn, in fog');
    await page.getByRole('button', { name: 'Run both' }).click();
    await page.locator('.variant img').last().waitFor();
    await page.locator('.announcer.silent').waitFor({ state: 'attached' });
  },
  'waiting-turn': async page => {
    await takeExample(page, 'Approve what an MCP server runs');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    await page.getByRole('button', { name: 'Approve' }).waitFor();
  },
  'table-of-2000-rows': async (page, { emulator }) => {
    await takeExample(page, 'Get an answer as data');
    await page.getByRole('button', { name: 'More options' }).click();
    await field(page, 'response_format').selectOption('json_object');
    await field(page, 'json_schema').fill('');
    await page.getByRole('button', { name: 'More options' }).click();
    emulator.answerNext('/v1/chat/completions', { chunks: streamOf(JSON.stringify({ rows: listOrders(2000) })) });
    await run(page);
    await page.locator('.data-table .table').evaluate(table => table.scrollTo(0, 33 * 1200));
  },
  canvas: async page => {
    await takeExample(page, 'List models');
    await run(page);
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    const palette = page.locator('.canvas-palette');
    for (const title of ['Text input', 'Button', 'Table', 'Chart', 'Statistics'])
      await palette.getByRole('button', { name: title, exact: true }).click();
    await page.getByRole('button', { name: 'Add a page' }).click();
    await page.getByRole('link', { name: 'Page 1' }).click();
    await page.locator('.canvas-handle').nth(0).click();
    await page
      .locator('.canvas-handle')
      .nth(1)
      .click({ modifiers: ['Shift'] });
    await page.locator('.announcer.silent').waitFor({ state: 'attached' });
  },
  phone: async page => {
    await page.setViewportSize({ width: 390, height: 844 });
    await takeExample(page, 'Draw an image');
    await run(page);
    await page.locator('.media img').waitFor();
  },
  dark: async page => {
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
    await takeExample(page, 'Get an answer as data');
    await run(page);
    await page.getByRole('button', { name: 'More options' }).click();
  },
};

/** What ToolJet's forms look like, by the name of the file and the operation. */
const forms = {
  'tooljet-chat': 'chat',
  'tooljet-respond': 'respond',
  'tooljet-image': 'image_generation',
  'tooljet-batch': 'batch',
};

for (const [name, operation] of Object.entries(forms)) {
  sights[name] = async page => {
    await page.getByRole('button', { name: 'New', exact: true }).click();
    await field(page, 'operation').selectOption(operation);
    await page.getByLabel('Form', { exact: true }).selectOption('tooljet');
    await showWhole(page, '.query');
  };
}

sights['tooljet-connection'] = async page => {
  await page.getByRole('link', { name: 'Connection', exact: true }).click();
  await page.getByText('Own connection', { exact: true }).click();
  await page.getByLabel('Form', { exact: true }).selectOption('tooljet');
  await showWhole(page, '.connection');
};

/** Makes the window as high as what is shown needs it, wherever it would scroll. */
async function showWhole(page: Page, selector: string): Promise<void> {
  const hidden = await page.locator(selector).evaluate(shown => {
    const parts = [document.documentElement, shown, ...shown.querySelectorAll('form')];
    return Math.max(...parts.map(({ scrollHeight, clientHeight }) => scrollHeight - clientHeight));
  });
  const { height = 0 } = page.viewportSize() ?? {};
  await page.setViewportSize({ width: 1280, height: height + hidden });
}

const cities = ['Lisbon', 'Porto', 'Oslo', 'Ghent', 'Turin', 'Graz', 'Aarhus'];

const listOrders = (count: number): object[] =>
  Array.from({ length: count }, (_, index) => ({
    order: 4000 + index,
    city: cities[index % cities.length],
    total: ((index * 7919) % 50_000) / 100,
    status: ['paid', 'open', 'sent'][index % 3],
    note: index % 5 === 0 ? 'The customer asks for delivery before noon' : '',
  }));

/** A chat answer as the API streams it. */
function streamOf(content: string): string[] {
  const write = (delta: object, finish_reason: string | null) =>
    `data: ${JSON.stringify({ id: 'chatcmpl-1', object: 'chat.completion.chunk', created: 1_790_000_000, model: 'example', choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return [write({ role: 'assistant', content }, null), write({}, 'stop'), 'data: [DONE]\n\n'];
}

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

async function take(name: string, show: Show, browser: Browser): Promise<void> {
  const workbench = await startWorkbench({ streamDelayMs: 80, background: { steps: 2 } });
  const context = await browser.newContext({ viewport: { width: 1280, height: 880 }, reducedMotion: 'reduce' });
  try {
    const page = await context.newPage();
    await page.goto(workbench.address);
    await page.locator('.welcome .examples button').first().waitFor();
    await show(page, workbench);
    await write(name, await page.screenshot({ caret: 'hide', animations: 'disabled' }));
  } finally {
    await context.close();
    await workbench.stop();
  }
}

/** Writes pictures of the workbench into docs/screenshots: those that the command line names, or all. */
async function main(): Promise<void> {
  await mkdir(folder, { recursive: true });
  const browser = await launchBrowser('--font-render-hinting=none');
  const wanted = process.argv.slice(2);
  try {
    for (const [name, show] of Object.entries(sights))
      if (wanted.length === 0 || wanted.includes(name)) await take(name, show, browser);
  } finally {
    await browser.close();
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
