import type { Page } from 'playwright-core';
import { findBarriers } from '../support/accessibility';
import { describeInBrowser } from '../support/browser';
import { addQuery, boxOf, endOf, queryForm, resultOf, runQuery, takeExample, write } from '../support/workbench-page';

const openCanvas = (page: Page) => page.getByRole('link', { name: 'Canvas', exact: true }).click();

async function addEvery(page: Page): Promise<void> {
  await openCanvas(page);
  const palette = page.getByRole('list', { name: 'Add a component' });
  // A list that is not there yet is empty for all().
  await palette.getByRole('button', { name: 'Progress', exact: true }).waitFor();
  const buttons = await palette.getByRole('button').all();
  for (const button of buttons) await button.click();
  expect(await page.locator('.canvas-item').count()).toBe(buttons.length);
}

/** What is looked at, and how to get there from the first page. */
const sights: Record<string, (page: Page) => Promise<unknown>> = {
  'the first page': async () => {},
  'a query with an image': async page => {
    await takeExample(page, 'Draw an image');
    await runQuery(page);
  },
  'every field of a form, with its help': async page => {
    await addQuery(page, 'respond');
    for (const help of await page.getByRole('button', { name: /^Help on/ }).all()) await help.click();
  },
  'a query that reads another and a file': async page => {
    await takeExample(page, 'Change a picture');
    await takeExample(page, 'Fetch an earlier answer');
    await page.getByText(/not run yet\.$/).waitFor();
  },
  'refused options': async page => {
    await addQuery(page, 'chat', { prompt: 'A lighthouse' });
    await boxOf(page, 'model').selectOption('gpt-4o');
    await write(page, 'max_tokens', '20000');
    await runQuery(page);
  },
  'a table': async page => {
    await takeExample(page, 'List models');
    await runQuery(page);
  },
  'an answer with warnings and facts': async page => {
    await takeExample(page, 'Ask a question');
    await write(page, 'max_tokens', '50');
    await runQuery(page);
    await resultOf(page).locator('.markdown').waitFor();
  },
  sound: async page => {
    await takeExample(page, 'Speak a text');
    await runQuery(page);
  },
  'research with its report': async page => {
    await takeExample(page, 'Research a question');
    await runQuery(page);
    await resultOf(page).getByRole('region', { name: 'Sources' }).waitFor();
  },
  'a turn that waits': async page => {
    await takeExample(page, 'Let the model call your function');
    await runQuery(page);
  },
  'two runs compared, and their requests': async page => {
    await takeExample(page, 'Ask a question');
    for (let run = 0; run < 2; run += 1) await runQuery(page);
    await page.getByRole('tab', { name: /History/ }).click();
    for (const box of await page.locator('.run-list input').all()) await box.check();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('tab', { name: /Requests/ }).click();
    await page.locator('.request-details').waitFor();
  },
  'two variants, and a result that is replayed': async page => {
    await takeExample(page, 'Ask a question');
    await runQuery(page);
    await page.getByRole('button', { name: 'Record and replay' }).click();
    await runQuery(page);
    await page.getByText(/Nothing was sent/).waitFor();
    expect(await findBarriers(page)).toEqual([]);
    await page.getByRole('tab', { name: 'Variants' }).click();
    await page.locator('.variants-bar select').selectOption({ label: 'Model' });
    await page.getByRole('button', { name: 'Run both' }).click();
    await page.getByRole('region', { name: 'Changed' }).waitFor();
  },
  'the command palette': async page => {
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByPlaceholder(/^Search queries/).waitFor();
  },
  'the examples': async page => {
    await takeExample(page, 'Ask a question');
    await page.getByRole('button', { name: 'Examples', exact: true }).click();
  },
  'the connection': async page => {
    await page.getByRole('link', { name: 'Connection', exact: true }).click();
    await page.getByText('Own connection', { exact: true }).click();
    await boxOf(page, 'apiKey').waitFor();
  },
  'the emulator as connection, tested': async page => {
    await page.getByRole('link', { name: 'Connection', exact: true }).click();
    await page.getByText('Built-in emulator', { exact: true }).click();
    // The form of one's own has a test, too, which goes with it.
    await boxOf(page, 'apiKey').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Test connection' }).click();
    await page.locator('.connection-outcome.ok').waitFor();
  },
  'the empty canvas': openCanvas,
  'every component while it is edited': async page => {
    await addEvery(page);
    await page.locator('.canvas-handle').first().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.getByRole('region', { name: 'Chosen components' }).waitFor();
  },
  'every component in use': async page => {
    await addEvery(page);
    await page.getByRole('button', { name: 'Use', exact: true }).click();
  },
  'a dashboard that has run': async page => {
    await openCanvas(page);
    await page
      .getByRole('button', { name: /^Draw an image/ })
      .filter({ visible: true })
      .click();
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    await page.getByRole('main').getByRole('img').waitFor();
  },
  'a dashboard whose query failed': async page => {
    await openCanvas(page);
    await page
      .getByRole('button', { name: /^Look at a picture/ })
      .filter({ visible: true })
      .click();
    await page.getByRole('button', { name: 'Look', exact: true }).click();
    await page.getByRole('alert').filter({ hasText: /\w/ }).first().waitFor();
  },
};

describeInBrowser('nothing stands in the way of', { background: { steps: 2 } }, visits => {
  it.each(Object.entries(sights))('%s', async (_, show) => {
    const page = await visits.visit();
    await show(page);
    expect(await findBarriers(page)).toEqual([]);
  });
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
