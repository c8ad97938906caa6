import { describeInBrowser } from '../support/browser';
import { chatStream } from '../support/chat-stream';
import {
  addQuery,
  boxOf,
  choose,
  endOf,
  exampleOf,
  fileOf,
  queryForm,
  rename,
  resultOf,
  runQuery,
  stateOf,
  takeExample,
  widthOf,
  write,
} from '../support/workbench-page';

describeInBrowser('a builder', {}, visits => {
  it('gets from the first visit to the first image in three clicks [row 57]', async () => {
    const page = await visits.visit();
    let clicks = 0;
    await page.exposeFunction('countClick', () => {
      clicks += 1;
    });
    await page.evaluate(() =>
      document.addEventListener('click', ({ detail }) => detail > 0 && Reflect.get(window, 'countClick')(), true)
    );
    await exampleOf(page, 'Draw an image').click();
    await page.getByRole('button', { name: 'Run', exact: true }).click();
    const image = resultOf(page).getByRole('img', { name: 'Result 1' });
    await image.waitFor();
    expect(await widthOf(image)).toBeGreaterThan(100);
    expect(clicks).toBeGreaterThan(0);
    expect(clicks).toBeLessThanOrEqual(3);
  });

  it('chains queries, and a line break and $& arrive as they are', async () => {
    const page = await visits.visit();
    const answer = 'First line\nSecond: $& and $1, "quoted" \\ {{not.read}}\n\n\tthe end';
    await addQuery(page, 'chat', { prompt: 'Begin' });
    await rename(page, 'first');
    visits.emulator.answerNext('/v1/chat/completions', { chunks: chatStream(answer) });
    expect(await runQuery(page)).toBe('ok');

    await addQuery(page, 'chat', { prompt: '{{queries.first.data}}', system_prompt: '{{"a\\nb $& c"}}' });
    expect(await runQuery(page)).toBe('ok');
    expect(visits.emulator.requests.at(-1)?.body).toMatchObject({
      messages: [
        { role: 'system', content: 'a\nb $& c' },
        { role: 'user', content: answer },
      ],
    });
    await write(page, 'prompt', 'Sum up: {{queries.first.data}}');
    expect(await runQuery(page)).toBe('ok');
    expect(visits.emulator.requests.at(-1)?.body).toMatchObject({
      messages: [{ role: 'system' }, { role: 'user', content: `Sum up: ${answer}` }],
    });
  });

  it('runs what a query reads before it by one press, however far back', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Search a vector store');
    await page.getByRole('button', { name: /^Run .*, then this$/ }).click();
    expect(await endOf(page)).toBe('ok');
    await resultOf(page)
      .getByRole('cell', { name: /warranty of the lamp/ })
      .waitFor();
    await page.getByRole('button', { name: /^Run .*, then this$/ }).waitFor({ state: 'detached' });
  });

  it('keeps queries over a reload, their names and fields as they were left', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await rename(page, 'kept');
    await write(page, 'prompt', 'Two lines\nof a prompt');
    expect(await runQuery(page)).toBe('ok');
    await page.reload();
    await page.getByRole('region', { name: 'Query kept' }).waitFor();
    expect(await boxOf(page, 'prompt').locator('.cm-line').allTextContents()).toEqual(['Two lines', 'of a prompt']);
    // So are the results of the last runs.
    expect(await stateOf(page).textContent()).toBe('ok');
  });

  it('has a query run when the page is opened', async () => {
    const page = await visits.visit();
    await takeExample(page, 'List models');
    await page.getByLabel('Run on page load').check();
    await page.reload();
    expect(await endOf(page)).toBe('ok');
    await resultOf(page).getByRole('region', { name: 'Table of data.rows' }).waitFor();
  });

  it('duplicates and deletes queries', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Ask a question');
    await page.getByRole('button', { name: 'Duplicate' }).click();
    await page.getByRole('region', { name: 'Query chat1_copy' }).waitFor();
    await choose(page, 'chat1');
    await page.getByRole('button', { name: 'Delete' }).click();
    await page.getByRole('region', { name: 'Query chat1_copy' }).waitFor();
    expect(await page.locator('.query-list').getByRole('listitem').count()).toBe(1);
  });

  it('exports queries into a file, which another browser imports and runs', async () => {
    const page = await visits.visit();
    await takeExample(page, 'Change the image that another query drew');
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    expect(download.suggestedFilename()).toMatch(/\.json$/);

    const other = await visits.visit();
    await other.getByLabel(/^File of queries/).setInputFiles(await fileOf(download));
    await choose(other, 'edit2');
    await other.getByRole('button', { name: 'Run image1, then this' }).click();
    expect(await endOf(other)).toBe('ok');
    expect(await widthOf(resultOf(other).getByRole('img', { name: 'Result 1' }))).toBeGreaterThan(100);
  });

  it('is told why a file cannot be imported', async () => {
    const page = await visits.visit();
    const file = { name: 'wrong.json', mimeType: 'application/json', buffer: Buffer.from('{"queries": []}') };
    await page.getByLabel(/^File of queries/).setInputFiles(file);
    const reason = page.getByText('The file has no queries');
    await reason.waitFor();
    expect(await reason.isVisible()).toBe(true);
  });

  it('works by keyboard alone: an example, its prompt, Ctrl+Enter', async () => {
    const page = await visits.visit();
    await exampleOf(page, 'Ask a question').focus();
    await page.keyboard.press('Enter');
    await queryForm(page).waitFor();
    await boxOf(page, 'prompt').focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.type('Typed by hand');
    await page.keyboard.press('Control+Enter');
    expect(await endOf(page)).toBe('ok');
    expect(JSON.stringify(visits.emulator.requests.at(-1)?.body)).toContain('"Typed by hand"');
    await boxOf(page, 'model').focus();
    await page.keyboard.press('Control+Enter');
    expect(await endOf(page)).toBe('ok');
    expect(visits.emulator.requests).toHaveLength(2);
  });

  it('copies the binding of a value by a click on it', async () => {
    const page = await visits.visit({ permissions: ['clipboard-read', 'clipboard-write'] });
    await takeExample(page, 'Ask a question');
    await runQuery(page);
    const binding = '{{queries.chat1.data.text}}';
    await resultOf(page).locator(`[title="Copy ${binding}"]`).click();
    await page.getByText(`Copied ${binding}`).waitFor();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(binding);
  });

  it('sees the fields that the chosen model takes, and no others [row 133]', async () => {
    const page = await visits.visit();
    await addQuery(page, 'image_generation');
    await boxOf(page, 'model').selectOption('dall-e-3');
    await boxOf(page, 'style').waitFor();
    await boxOf(page, 'model').selectOption('gpt-image-2');
    await boxOf(page, 'style').waitFor({ state: 'detached' });
    await boxOf(page, 'output_format').waitFor();
    expect(await boxOf(page, 'style').count()).toBe(0);
  });
});
