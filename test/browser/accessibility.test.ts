import type { Page } from 'playwright-core';
import { findBarriers } from '../support/accessibility';
import { describeInBrowser } from '../support/browser';
import { addQuery, boxOf, endOf, queryForm, resultOf, runQuery, takeExample, write } from '../support/workbench-page';

const openCanvas = (page: Page) => page.getByRole('link', { name: 'Canvas', exact: true }).click();

async function addEvery(page: Page): Promise<void> {
  const palette = page.getByRole('list', { name: 'Add a component' });
  // A list that is not there yet is empty for all().
  await palette.getByRole('button', { name: 'Progress', exact: true }).waitFor();
  const buttons = await palette.getByRole('button').all();
  for (const button of buttons) await button.click();
  expect(await page.locator('.canvas-item').count()).toBe(buttons.length);
}

type Sights = Record<string, (page: Page) => Promise<unknown>>;

async function takeAndRun(page: Page, title: string): Promise<void> {
  await takeExample(page, title);
  await runQuery(page);
}

const takeDashboard = (page: Page, title: RegExp) =>
  page.getByRole('button', { name: title }).filter({ visible: true }).click();

/**
 * What is looked at in one visit, and how to get there from the sight before, at first from the first page. Opening a page
 * takes as long as looking at it.
 */
const visitsTo: Sights[] = [
  {
    'the first page': async () => {},
    'the command palette': async page => {
      await page.keyboard.press('ControlOrMeta+k');
      await page.getByPlaceholder(/^Search queries/).waitFor();
    },
    'the connection': async page => {
      await page.keyboard.press('Escape');
      await page.getByRole('link', { name: 'Connection', exact: true }).click();
      await page.getByText('Own connection', { exact: true }).click();
      await boxOf(page, 'apiKey').waitFor();
    },
    'the emulator as connection, tested': async page => {
      await page.getByText('Built-in emulator', { exact: true }).click();
      // The form of one's own has a test, too, which goes with it.
      await boxOf(page, 'apiKey').waitFor({ state: 'detached' });
      await page.getByRole('button', { name: 'Test connection' }).click();
      await page.locator('.connection-outcome.ok').waitFor();
    },
  },
  {
    'a query with an image': page => takeAndRun(page, 'Draw an image'),
    'a table': page => takeAndRun(page, 'List models'),
    sound: page => takeAndRun(page, 'Speak a text'),
    'a turn that waits': page => takeAndRun(page, 'Let the model call your function'),
    'research with its report': async page => {
      await takeAndRun(page, 'Research a question');
      // It is done at the second look, for which the page would wait five seconds.
      for (let look = 0; look < 2; look += 1) await page.getByRole('button', { name: 'Check now' }).click();
      await resultOf(page).getByRole('region', { name: 'Sources' }).waitFor();
    },
  },
  {
    'every field of a form, with its help': async page => {
      await addQuery(page, 'respond');
      for (const help of await page.getByRole('button', { name: /^Help on/ }).all()) await help.click();
    },
    'refused options': async page => {
      await addQuery(page, 'chat', { prompt: 'A lighthouse' });
      await boxOf(page, 'model').selectOption('gpt-4o');
      await write(page, 'max_tokens', '20000');
      expect(await runQuery(page)).toBe('failed');
    },
    'a query that reads another and a file': async page => {
      await takeExample(page, 'Change a picture');
      await takeExample(page, 'Fetch an earlier answer');
      await page.getByText(/not run yet\.$/).waitFor();
    },
  },
  {
    'an answer with warnings and facts': async page => {
      await takeExample(page, 'Ask a question');
      await write(page, 'max_tokens', '50');
      await runQuery(page);
      await resultOf(page).locator('.markdown').waitFor();
    },
    'two runs compared': async page => {
      await runQuery(page);
      await page.getByRole('tab', { name: /History/ }).click();
      for (const box of await page.locator('.run-list input').all()) await box.check();
    },
    'the requests of a run': async page => {
      await page.getByRole('tab', { name: /Requests/ }).click();
      await page.locator('.request-details').waitFor();
    },
  },
  {
    'a result that is replayed': async page => {
      await takeAndRun(page, 'Ask a question');
      await page.getByRole('button', { name: 'Record and replay' }).click();
      await runQuery(page);
      await page.getByText(/Nothing was sent/).waitFor();
    },
    'two variants': async page => {
      await page.getByRole('tab', { name: 'Variants' }).click();
      await page.locator('.variants-bar select').selectOption({ label: 'Model' });
      await page.getByRole('button', { name: 'Run both' }).click();
      await page.getByRole('region', { name: 'Changed' }).waitFor();
    },
    'the examples': page => page.getByRole('button', { name: 'Examples', exact: true }).click(),
  },
  {
    'the empty canvas': openCanvas,
    'every component while it is edited': async page => {
      await addEvery(page);
      await page.locator('.canvas-handle').first().focus();
      await page.keyboard.press('ControlOrMeta+a');
      await page.getByRole('region', { name: 'Chosen components' }).waitFor();
    },
    'every component in use': page => page.getByRole('button', { name: 'Use', exact: true }).click(),
  },
  {
    'a dashboard that has run': async page => {
      await openCanvas(page);
      await takeDashboard(page, /^Draw an image/);
      await page.getByRole('button', { name: 'Draw', exact: true }).click();
      await page.getByRole('main').getByRole('img').waitFor();
    },
  },
  {
    'a dashboard whose query failed': async page => {
      await openCanvas(page);
      await takeDashboard(page, /^Look at a picture/);
      await page.getByRole('button', { name: 'Look', exact: true }).click();
      await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
    },
  },
];

describeInBrowser('nothing stands in the way of', { background: { steps: 2 } }, visits => {
  it.each(visitsTo.map(sights => [Object.keys(sights).join(', '), sights] as const))(
    '%s',
    async (_, sights) => {
      const page = await visits.visit();
      for (const [sight, show] of Object.entries(sights)) {
        await show(page);
        expect({ sight, barriers: await findBarriers(page) }).toEqual({ sight, barriers: [] });
      }
    },
    240_000
  );
});

describeInBrowser('nothing stands in the way while', { streamDelayMs: 60_000 }, visits => {
  it('an answer arrives', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await queryForm(page).getByRole('button', { name: 'Run', exact: true }).click();
    await resultOf(page).getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await resultOf(page).getByRole('button', { name: 'Cancel' }).click();
    expect(await endOf(page)).toBe('cancelled');
  });
});
