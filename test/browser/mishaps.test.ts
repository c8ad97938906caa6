import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { currentFile } from '../../workbench/server/page-build';
import { describeInBrowser } from '../support/browser';
import {
  addQuery,
  boxOf,
  choose,
  endOf,
  queryForm,
  resultOf,
  runQuery,
  stateOf,
  takeExample,
  write,
} from '../support/workbench-page';

/** Whether what is announced covers a part of something. */
async function isUnderToast(target: Locator): Promise<boolean> {
  const toast = target.page().locator('.announcer:not(.silent)');
  await toast.waitFor();
  const [over, under] = await Promise.all([toast.boundingBox(), target.boundingBox()]);
  if (!over || !under) throw new Error('Nothing is drawn there');
  const isBeside = over.x >= under.x + under.width || under.x >= over.x + over.width;
  return !isBeside && over.y < under.y + under.height && under.y < over.y + over.height;
}

/** Whether a tap in the middle of it gets there, and not to what is below. */
const isReached = (target: Locator): Promise<boolean> =>
  target.evaluate(element => {
    const { x, y, width, height } = element.getBoundingClientRect();
    return element.contains(document.elementFromPoint(x + width / 2, y + height / 2));
  });

/** What a finger would miss: less than 24 pixels wide or high, with its label and without what it is a part of. */
const listSmallTargets = (page: Page): Promise<string[]> =>
  page.evaluate(() =>
    [...document.querySelectorAll('button, input, select, summary')]
      .filter(element => !element.closest('.visually-hidden, select > button, .announcer.silent'))
      .map(element => (element.closest('label') ?? element).getBoundingClientRect().toJSON())
      .filter(({ width, height }) => width > 0 && Math.min(width, height) < 24)
      .map(({ x, y, width, height }) => `${width} by ${height} at ${x}, ${y}`)
  );

describeInBrowser('a builder', { background: { steps: 2 } }, visits => {
  it('deletes one query by a double click, and gets it back with its result by a toast and by keys', async () => {
    const page = await visits.visit();
    for (let count = 0; count < 3; count += 1) await addQuery(page, 'list_models');
    expect(await runQuery(page)).toBe('ok');
    await page.getByRole('button', { name: 'Delete', exact: true }).dblclick();
    const names = () => page.locator('.query-list .query-name').allTextContents();
    expect(await names()).toEqual(['query1', 'query2']);
    await page.locator('.announcer').getByRole('button', { name: 'Undo' }).click();
    expect(await names()).toEqual(['query1', 'query2', 'query3']);
    expect(await stateOf(page).textContent()).toBe('ok');
    await page.locator('.query-list button').first().focus();
    await page.keyboard.press('ControlOrMeta+Shift+z');
    expect(await names()).toEqual(['query1', 'query2']);
    await page.keyboard.press('ControlOrMeta+z');
    expect(await names()).toEqual(['query1', 'query2', 'query3']);
  });

  it('keeps queries and results when the page is built anew or loaded again', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    expect(await runQuery(page)).toBe('ok');
    const answer = await resultOf(page).locator('.markdown').textContent();
    const file = join(visits.pageDirectory, currentFile);
    // As a build does when it is done: the name of its folder, here the same.
    const loaded = page.waitForEvent('load');
    writeFileSync(file, readFileSync(file));
    await loaded;
    await queryForm(page).waitFor();
    expect(await resultOf(page).locator('.markdown').textContent()).toBe(answer);
    expect(await stateOf(page).textContent()).toBe('ok');
  });

  it('fetches the results of a batch by one query, with its rows', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Fetch the results of a batch');
    expect(await runQuery(page)).toBe('not done yet');
    await page.getByRole('button', { name: 'Check now' }).click();
    await resultOf(page).locator('.table').waitFor();
    expect(await stateOf(page).textContent()).toBe('ok');
    expect(await resultOf(page).locator('.table').getByRole('row').count()).toBe(3);
  });

  it('runs an example that needs others by Run alone', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Transcribe it, with timestamps');
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    expect(await endOf(page)).toBe('ok');
  });

  it('sees the lighthouse first, asked for a light for ships', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Sort rows by meaning');
    expect(await runQuery(page)).toBe('ok');
    await resultOf(page).locator('.table').getByRole('row').nth(1).getByText('Lighthouse').waitFor();
    const scores = resultOf(page).locator('.table td.number');
    expect(await scores.first().evaluate(cell => getComputedStyle(cell).textAlign)).toBe('right');
  });

  it('has the query in sight that is shown, and finds it again by its link', async () => {
    const page = await visits.visit();
    // So low that twelve do not fit.
    await page.setViewportSize({ width: 1280, height: 320 });
    for (let count = 0; count < 12; count += 1) await page.getByRole('button', { name: 'New', exact: true }).click();
    const entry = page.locator('.query-list button[aria-current]');
    const isInSight = () =>
      entry.evaluate(element => {
        const { top, bottom } = element.getBoundingClientRect();
        return top >= 0 && bottom <= window.innerHeight;
      });
    expect(await isInSight()).toBe(true);
    await page.getByLabel('Name of the query').scrollIntoViewIfNeeded();
    await choose(page, 'query3');
    expect(page.url()).toMatch(/#queries\/query3$/);
    await page.reload();
    await page.getByRole('region', { name: 'Query query3', exact: true }).waitFor();
    await page.goto(`${visits.address}/#queries/query10`);
    await page.getByRole('region', { name: 'Query query10', exact: true }).waitFor();
    expect(await isInSight()).toBe(true);
  });

  it('can run an example by the keyboard as soon as it is taken', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await page.waitForFunction(() => document.activeElement?.id === 'run-query');
    await page.keyboard.press('Enter');
    expect(await endOf(page)).toBe('ok');
    // A page that is left early has come up all the same.
    await page.reload();
    await page.goto(`${visits.address}/icon.svg`);
    expect(await page.evaluate(() => window.localStorage.getItem('workbench.starting'))).toBeNull();
  });

  it('sees the result on a phone after Run, and no toast over the Run bar or the switch of the canvas', async () => {
    const page = await visits.visit({ viewport: { width: 390, height: 844 } });
    await takeExample(page, 'Ask a question');
    const header = await page.locator('header').boundingBox();
    expect(header?.height).toBeLessThan(60);
    expect(await runQuery(page)).toBe('ok');
    await page.waitForFunction(() => {
      const top = document.querySelector('.result')?.getBoundingClientRect().top ?? 9999;
      return top >= -5 && top < 300;
    });
    await page.getByRole('button', { name: 'Record and replay' }).click();
    expect(await isUnderToast(page.locator('.actions'))).toBe(false);
    expect(await listSmallTargets(page)).toEqual([]);
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page.getByRole('list', { name: 'Add a component' }).getByRole('button', { name: 'Markdown' }).click();
    await page.evaluate(() => window.scrollTo(0, 0));
    for (const bar of ['header', '.canvas-modes', '.canvas-palette'])
      expect(await isUnderToast(page.locator(bar))).toBe(false);
    const toast = page.locator('.announcer:not(.silent)');
    expect(await isReached(toast)).toBe(false);
    await page.getByRole('button', { name: 'Clear', exact: true }).click();
    await toast.getByRole('button', { name: 'Undo' }).waitFor();
    expect(await isReached(toast)).toBe(true);
    await toast.getByRole('button', { name: 'Close the note' }).click();
    expect(await toast.count()).toBe(0);
  });

  it('closes the note of a failure once, and it hides no component', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page
      .getByRole('region', { name: 'Start with a dashboard' })
      .getByRole('button', { name: /^Draw an image/ })
      .click();
    const error = { message: 'Refused', type: 'image_generation_user_error', code: 'moderation_blocked' };
    visits.emulator.answerNext('/v1/images/generations', { status: 400, body: { error } });
    await page.getByRole('button', { name: 'Draw', exact: true }).click();
    const note = page.locator('.canvas-run');
    await note.waitFor();
    const [box, grid] = [await note.boundingBox(), await page.locator('.canvas-scroll').boundingBox()];
    expect(box?.y).toBeGreaterThanOrEqual((grid?.y ?? 0) + (grid?.height ?? 0) - 1);
    await note.getByRole('button', { name: 'Close' }).click();
    await page.getByRole('link', { name: 'Queries', exact: true }).click();
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page.locator('.canvas-item').first().waitFor();
    expect(await note.count()).toBe(0);
  });

  it('is not locked out by an expression that does not end', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page.getByRole('list', { name: 'Add a component' }).getByRole('button', { name: 'Text input' }).click();
    await write(page, 'value', '{{/^(a+)+$/.test("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!")}}');
    await page.getByText(/^The expression was stopped/).waitFor();
    await page.reload();
    await page.getByRole('button', { name: /^Text input textinput1/ }).click();
    await page.getByText(/^The expression was stopped/).waitFor();
  });
});

describeInBrowser('a builder who looks closely', {}, visits => {
  it('sees each request of a run, with no key in it, and copies it as cURL', async () => {
    const page = await visits.visit({ permissions: ['clipboard-read', 'clipboard-write'] });
    await takeExample(page, 'Ask a question');
    visits.emulator.answerNext('/v1/chat/completions', {
      status: 429,
      headers: { 'retry-after': '0' },
      body: { error: {} },
    });
    expect(await runQuery(page)).toBe('ok');
    await page.getByRole('tab', { name: /Requests/ }).click();
    await page.getByText('Sent again, since it was answered with 429.').waitFor();
    expect(await page.locator('.request-note.problem').count()).toBe(0);
    await page.locator('.request-head').last().click();
    await page.getByRole('button', { name: 'Copy as cURL' }).click();
    const command = await page.evaluate(() => navigator.clipboard.readText());
    expect(command).toMatch(/^curl -X POST 'http.*\/chat\/completions'/);
    expect(command).toContain('Bearer $OPENAI_API_KEY');
    expect(await page.content()).not.toContain('sk-emulator');
  });

  it('approves what an MCP server would run, or declines it, and the answer goes on', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Approve what an MCP server runs');
    for (const [button, approve] of [
      ['Decline', false],
      ['Approve', true],
    ] as const) {
      expect(await runQuery(page)).toBe('waiting for you');
      await page.getByText('docs wants to run').waitFor();
      await page.getByRole('button', { name: button }).click();
      await stateOf(page).filter({ hasText: /^ok$/ }).waitFor();
      expect(visits.emulator.requests.at(-1)?.body).toMatchObject({
        previous_response_id: expect.stringMatching(/^resp_/),
        input: [{ type: 'mcp_approval_response', approve }],
      });
    }
    await resultOf(page).locator('.markdown').waitFor();
  });

  it("gives a function's output, typed with a look at the requests in between, and the answer goes on", async () => {
    const page = await visits.visit();
    await takeExample(page, 'Let the model call your function');
    await write(page, 'prompt', 'Is it warm in Porto?');
    expect(await runQuery(page)).toBe('waiting for you');
    await page.getByLabel('Output of get_weather').fill('{ "celsius": 21 }');
    await page.getByRole('tab', { name: /Requests/ }).click();
    await page.locator('.request-head').waitFor();
    await page.getByRole('tab', { name: 'Answer' }).click();
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await stateOf(page).filter({ hasText: /^ok$/ }).waitFor();
    expect(visits.emulator.requests.at(-1)?.body).toMatchObject({
      input: [{ type: 'function_call_output', output: '{ "celsius": 21 }' }],
    });
    await choose(page, 'function1');
    await boxOf(page, 'operation').selectOption('chat');
    await boxOf(page, 'output').selectOption('full');
    expect(await runQuery(page)).toBe('waiting for you');
    await page.getByLabel('Output of get_weather').fill('21 degrees');
    await page.getByRole('button', { name: 'Answer', exact: true }).click();
    await stateOf(page).filter({ hasText: /^ok$/ }).waitFor();
    expect(visits.emulator.requests.at(-1)?.body).toMatchObject({
      messages: [{ role: 'user' }, { role: 'assistant' }, { role: 'tool', content: '21 degrees' }],
    });
  });

  it('sees what users will see, by faults on a switch', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await page.getByRole('button', { name: 'Faults' }).click();
    await page.getByLabel(/No credit/).click();
    await page.keyboard.press('Escape');
    expect(await runQuery(page)).toBe('failed');
    await resultOf(page).getByText('Quota', { exact: true }).waitFor();
    await page.getByRole('button', { name: 'Fault: No credit' }).click();
    await page.getByLabel('As they should be').click();
    await page.keyboard.press('Escape');
    expect(await runQuery(page)).toBe('ok');
  });

  it('compares two runs, and opens an earlier one again', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    expect(await runQuery(page)).toBe('ok');
    await write(page, 'prompt', 'Name two uses of copper');
    expect(await runQuery(page)).toBe('ok');
    await page.getByRole('tab', { name: /History/ }).click();
    for (const box of await page.locator('.run-list input').all()) await box.check();
    const difference = page.getByRole('region', { name: 'Difference: Options' });
    await difference.locator('del').getByText('Name three uses of zinc').waitFor();
    await difference.locator('ins').getByText('Name two uses of copper').waitFor();
    await page.getByRole('button', { name: 'Use options' }).last().click();
    await page.waitForFunction(() => document.querySelector('[data-field="prompt"]')?.textContent?.includes('zinc'));
  });

  it('records a result, and gets it again without a request, also after a reload', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    expect(await runQuery(page)).toBe('ok');
    const answer = await resultOf(page).locator('.markdown').textContent();
    await page.getByRole('button', { name: 'Record and replay' }).click();
    const sent = visits.emulator.requests.length;
    await page.reload();
    await queryForm(page).waitFor();
    expect(await runQuery(page)).toBe('ok');
    await page.getByText(/Nothing was sent, and nothing is billed/).waitFor();
    expect(await resultOf(page).locator('.markdown').textContent()).toBe(answer);
    await write(page, 'prompt', 'Name two uses of tin');
    expect(await runQuery(page)).toBe('failed');
    await resultOf(page).getByText('Nothing is recorded for these options.').first().waitFor();
    expect(visits.emulator.requests).toHaveLength(sent);
  });

  it('sees two variants of a query side by side', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await page.getByRole('tab', { name: 'Variants' }).click();
    await page.locator('.variants-bar select').selectOption({ label: 'Model' });
    await page.locator('.variant-field select').selectOption('gpt-4o');
    await page.getByRole('button', { name: 'Run both' }).click();
    await page
      .getByRole('region', { name: 'Changed' })
      .getByText(/^gpt-4o · .* ms/)
      .waitFor();
    await page.getByRole('region', { name: 'As it is' }).locator('.markdown').waitFor();
    const models = visits.emulator.requests.map(({ body }) => Reflect.get(Object(body), 'model'));
    expect(new Set(models).size).toBe(2);
  });

  it('finds commands and queries by a palette, and the shortcuts by ?', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByPlaceholder(/^Search queries/).fill('list models');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Query models1', exact: true }).waitFor();
    await page.keyboard.press('?');
    await page.getByRole('dialog', { name: 'Keyboard shortcuts' }).waitFor();
    await page.keyboard.press('Escape');
    await page.keyboard.press('ControlOrMeta+k');
    await page.getByPlaceholder(/^Search queries/).fill('curl');
    await page.keyboard.press('Enter');
    await page
      .getByLabel('Command', { exact: true })
      .fill('curl https://api.openai.com/v1/models?limit=2 -H "Authorization: Bearer sk-1"');
    await page.getByRole('button', { name: 'Make a query' }).click();
    expect(await boxOf(page, 'path').textContent()).toBe('/models');
    expect(await page.content()).not.toContain('sk-1"');
  });
});
