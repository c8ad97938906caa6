import { join } from 'node:path';
import type { Locator, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser';
import { addQuery, boxOf, choose, endOf, fileOf, hurry, widthOf, write } from '../support/workbench-page';

const picture = join(__dirname, '../../workbench/examples/openai/receipt.png');

/** Opens the canvas and takes a ready-made dashboard. */
async function takeDashboard(page: Page, title: string): Promise<Locator> {
  await page.getByRole('link', { name: 'Canvas', exact: true }).click();
  await page.getByRole('region', { name: 'Start with a dashboard' }).getByRole('button', { name: title }).click();
  return page.getByRole('main');
}

describeInBrowser('a dashboard', { background: { steps: 2 } }, visits => {
  it('draws what is typed when its button is pressed [row 57]', async () => {
    const page = await visits.visit();
    const canvas = await takeDashboard(page, 'Draw an image');
    const prompt = 'A harbour\nat "night" for $& more';
    await canvas.getByLabel('Prompt').fill(prompt);
    await canvas.getByRole('button', { name: 'Draw', exact: true }).click();
    const image = canvas.getByRole('img');
    await image.waitFor();
    expect(await widthOf(image)).toBeGreaterThan(100);
    expect(visits.emulator.requests.at(-1)?.body).toMatchObject({ prompt });
    await canvas.getByText(/^\d+ × \d+ pixels$/).waitFor();
  });

  it('tells what is in a picked file [row 69]', async () => {
    const page = await visits.visit();
    const canvas = await takeDashboard(page, 'Look at a picture');
    await canvas.getByLabel('Picture').setInputFiles(picture);
    await canvas.getByText(/^receipt\.png/).waitFor();
    await canvas.getByRole('img', { name: 'The picture that was picked' }).waitFor();
    await canvas.getByRole('button', { name: 'Look', exact: true }).click();
    await canvas.locator('.markdown').filter({ hasText: /\w/ }).waitFor();
    expect(JSON.stringify(visits.emulator.requests.at(-1)?.body)).toContain('data:image/png;base64,');
  });

  it('runs research to its end, and shows the report and its sources [row 84]', async () => {
    const page = await visits.visit({});
    await page.clock.install();
    const canvas = await takeDashboard(page, 'Run research');
    await canvas.getByText('Not started yet.').waitFor();
    await canvas.getByRole('button', { name: 'Start research' }).click();
    await canvas.getByText(/^Status: (queued|in_progress)$/).waitFor();
    await hurry(page, canvas.getByText('Status: completed'));
    await canvas.locator('.markdown').getByText('[1]').first().waitFor();
    expect(await canvas.getByRole('row').count()).toBeGreaterThan(2);
  });

  it('says why its query failed, and leads to it', async () => {
    const page = await visits.visit();
    const canvas = await takeDashboard(page, 'Draw an image');
    const error = {
      message: 'Refused by the safety system',
      type: 'image_generation_user_error',
      code: 'moderation_blocked',
    };
    visits.emulator.answerNext('/v1/images/generations', { status: 400, body: { error } });
    await canvas.getByRole('button', { name: 'Draw', exact: true }).click();
    await canvas.getByRole('alert').getByText('Refused by the safety system').waitFor();
    await canvas.getByRole('button', { name: 'Open the query' }).click();
    const query = page.getByRole('region', { name: 'Query draw' });
    await query.waitFor();
    expect(await query.isVisible()).toBe(true);
  });

  it('is there after a reload, with its queries, and goes to another browser as a file', async () => {
    const page = await visits.visit();
    const canvas = await takeDashboard(page, 'Draw an image');
    await page.reload();
    await canvas.getByRole('button', { name: /^Text input prompt/ }).waitFor();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export' }).click(),
    ]);
    const other = await visits.visit();
    await other.getByLabel(/^File of queries/).setInputFiles(await fileOf(download));
    await choose(other, 'draw');
    await other.getByRole('link', { name: 'Canvas', exact: true }).click();
    await other.getByRole('button', { name: 'Use', exact: true }).click();
    await other.getByRole('button', { name: 'Draw', exact: true }).click();
    const images = other.getByRole('img').filter({ visible: true });
    await images.last().waitFor();
    expect(await images.count()).toBeGreaterThan(0);
  });
});

describeInBrowser('the canvas', {}, visits => {
  it('takes components from its palette, which the mouse moves and resizes', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page.getByRole('list', { name: 'Add a component' }).getByRole('button', { name: 'Text input' }).click();
    const handle = page.getByRole('button', { name: /^Text input textinput1/ });
    await handle.waitFor();
    const place = () => handle.getAttribute('aria-label');
    const before = await place();
    const box = await handle.boundingBox();
    if (!box) throw new Error('The component is not drawn');
    await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
    await page.mouse.down();
    await page.mouse.move(box.x + box.width / 2 + 300, box.y + box.height / 2 + 10, { steps: 8 });
    await page.mouse.up();
    await page.getByRole('button', { name: /^Text input textinput1, column [2-9]/ }).waitFor();
    expect(await place()).not.toBe(before);

    const corner = await page.locator('.react-resizable-handle').first().boundingBox();
    const size = await handle.boundingBox();
    if (!corner || !size) throw new Error('The component has no corner');
    await page.mouse.move(corner.x + corner.width / 2, corner.y + corner.height / 2);
    await page.mouse.down();
    await page.mouse.move(corner.x + 10, corner.y + 150, { steps: 8 });
    await page.mouse.up();
    await page.waitForFunction(
      ({ id, height }) => (document.getElementById(id)?.getBoundingClientRect().height ?? 0) > height + 40,
      { id: (await handle.getAttribute('id')) ?? '', height: size.height }
    );
  });

  it('is put together by keyboard: added, moved, resized, deleted, brought back', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page.getByRole('list', { name: 'Add a component' }).getByRole('button', { name: 'Markdown' }).focus();
    await page.keyboard.press('Enter');
    const handle = page.getByRole('button', { name: /^Markdown markdown1/ });
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: 'Markdown markdown1, column 2, row 1' }).waitFor();
    await page.keyboard.press('Shift+ArrowLeft');
    await page.getByText(/^markdown1: \d+ columns by \d+ rows$/).waitFor();
    await page.keyboard.press('Delete');
    await handle.waitFor({ state: 'detached' });
    await page.locator('.announcer').getByRole('button', { name: 'Undo', exact: true }).click();
    await handle.waitFor();
    expect(await handle.isVisible()).toBe(true);
  });

  it('has a form for a JSON schema, which runs its query once it is filled in correctly', async () => {
    const page = await visits.visit();
    await addQuery(page, 'api_request', { path: '/responses', body: '{{components.jsonform1.value}}' });
    await boxOf(page, 'method').selectOption('POST');
    await page.getByRole('link', { name: 'Canvas', exact: true }).click();
    await page.getByRole('list', { name: 'Add a component' }).getByRole('button', { name: 'JSON form' }).click();
    const schema = {
      type: 'object',
      properties: {
        model: { enum: ['gpt-5-mini', 'gpt-4o'], default: 'gpt-4o' },
        input: { type: 'string', title: 'Question', description: 'In one sentence' },
        max_output_tokens: { type: 'integer', minimum: 16 },
        store: { type: 'boolean' },
        include: { type: 'array', items: { type: 'string' } },
        metadata: { type: 'object', properties: { due: { type: 'string', format: 'date' } } },
        user: { type: 'string', pattern: '^u-\\d+$', examples: ['u-7'] },
        tool_choice: {
          anyOf: [
            { enum: ['none', 'auto'], title: 'Mode' },
            {
              type: 'object',
              properties: { type: { const: 'function' }, name: { type: 'string' } },
              required: ['type', 'name'],
            },
          ],
        },
      },
      required: ['input'],
    };
    await write(page, 'schema', JSON.stringify(schema));
    await write(page, 'value', '{ "metadata": { "due": "2026-12-31" } }');
    await page.getByRole('button', { name: 'Use', exact: true }).click();

    const form = page.getByRole('form', { name: 'Form' });
    const question = form.getByLabel('Question required');
    expect(await form.getByLabel('Due').inputValue()).toBe('2026-12-31');
    await form.getByLabel('Max output tokens').fill('few');
    await page.keyboard.press('Enter');
    await form.getByText('Question is required').waitFor();
    await form.getByText('Max output tokens must be an integer of at least 16').waitFor();
    expect(await question.evaluate(element => element === document.activeElement)).toBe(true);
    expect(visits.emulator.requests).toEqual([]);

    await form.getByLabel('Max output tokens').fill('50');
    await form.getByLabel('Store').check();
    await form.getByLabel('Include').fill('reasoning.encrypted_content\n');
    await form.getByLabel('Model').selectOption('gpt-5-mini');
    await form.getByLabel('User').fill('ada');
    await question.fill('What is zinc?');
    await question.press('Enter');
    await form.getByText('User must match the pattern ^u-\\d+$, such as u-7; got "ada"').waitFor();
    await form.getByLabel('User').fill('u-1');
    await form.getByLabel('Kind of Tool choice').selectOption('function');
    await question.press('Enter');
    await form.getByText('Name is required').waitFor();
    await form.getByLabel('Kind of Tool choice').selectOption('Mode');
    await form.getByLabel('Mode required').selectOption('auto');
    await question.press('Enter');
    await page.getByRole('link', { name: 'Queries', exact: true }).click();
    expect(await endOf(page)).toBe('ok');
    expect(visits.emulator.requests.map(({ body }) => body)).toEqual([
      {
        model: 'gpt-5-mini',
        input: 'What is zinc?',
        max_output_tokens: 50,
        store: true,
        include: ['reasoning.encrypted_content'],
        metadata: { due: '2026-12-31' },
        user: 'u-1',
        tool_choice: 'auto',
      },
    ]);
  });
});
