import type { Page } from 'playwright-core';
import form from '../../plugins/openai/operations.json';
import { describeInBrowser } from '../support/browser';
import { draw, NOTHING_CHOSEN, newQuery } from '../support/host-form';
import { addQuery, boxOf, queryForm } from '../support/workbench-page';

/** Draws forms as the host does from now on, or comfortably again. */
const showAs = (page: Page, style: 'tooljet' | 'comfortable'): Promise<unknown> =>
  page.getByLabel('Form', { exact: true }).selectOption(style);

/** What stands on the page: each field's key, label and, of a drop-down, the words of its entry. */
const drawnOn = (page: Page): Promise<object[]> =>
  queryForm(page)
    .locator('.field')
    .evaluateAll(fields =>
      fields.map(field => {
        const entry = field.querySelector('select')?.selectedOptions[0];
        return {
          key: field.getAttribute('data-field') ?? '',
          label: field.querySelector('label')?.textContent ?? '',
          entry: entry?.textContent ?? '',
          hasBadge: entry?.querySelector('.retired') !== null && entry !== undefined,
        };
      })
    );

/** The host draws a badge in the place of this word. */
const RETIRED = '(Deprecated)';

describeInBrowser('the form as ToolJet shows it', {}, visits => {
  it('has the fields, the order and the words that the model of the host has, in every kind of form', async () => {
    const page = await visits.visit();
    await addQuery(page, 'chat');
    await showAs(page, 'tooljet');
    for (const operation of ['chat', 'respond', 'image_generation', 'batch', 'generate_embedding']) {
      await boxOf(page, 'operation').selectOption(operation);
      const expected = draw(form.properties, { ...newQuery(form), operation }).map(({ field, shows }) => ({
        key: field.key,
        label: field.label,
        entry: field.type.startsWith('dropdown') ? shows.replace(RETIRED, 'Deprecated') : '',
        hasBadge: shows.includes(RETIRED),
      }));
      expect(await drawnOn(page)).toEqual(expected);
    }
  });

  it('draws a badge for a model that is shut down', async () => {
    const page = await visits.visit();
    await addQuery(page, 'chat');
    await showAs(page, 'tooljet');
    await boxOf(page, 'model').selectOption('gpt-4');
    const shown = page.locator('[data-field="model"] selectedcontent');
    expect(await shown.locator('.retired').textContent()).toBe('Deprecated');
    expect(await shown.textContent()).toMatch(/^GPT-4 · shut down \S+ Deprecated$/);
  });

  it('shows chat on a first screen of 900 pixels, with one editor of 220 pixels and others of a line', async () => {
    const page = await visits.visit();
    await addQuery(page, 'chat');
    await showAs(page, 'tooljet');
    const heights = await queryForm(page)
      .locator('.field')
      .evaluateAll(fields => {
        const boxes = fields.map(field => field.getBoundingClientRect());
        return Math.max(...boxes.map(({ bottom }) => bottom)) - Math.min(...boxes.map(({ top }) => top));
      });
    expect(heights).toBeGreaterThan(400);
    expect(heights).toBeLessThan(900);
    const heightOf = async (key: string) =>
      (await page.locator(`[data-field="${key}"] .cm-editor`).boundingBox())?.height ?? 0;
    const editors = draw(form.properties, newQuery(form)).filter(({ field: { type } }) => type === 'codehinter');
    const tall = editors.filter(({ field }) => field.editor_type === 'extendedSingleLine');
    expect(tall.map(({ field }) => field.key)).toEqual(['prompt']);
    expect(await heightOf('prompt')).toBe(220);
    // A placeholder may take a second line or a third.
    for (const { field } of editors.filter(editor => !tall.includes(editor)))
      expect(await heightOf(field.key)).toBeLessThan(80);
  });

  it('hides what the host does not show, and the comfortable form shows it', async () => {
    const page = await visits.visit();
    await addQuery(page, 'bulk_chat');
    await showAs(page, 'comfortable');
    await queryForm(page).getByText('required', { exact: true }).first().waitFor();
    await showAs(page, 'tooljet');
    expect(await queryForm(page).getByText('required', { exact: true }).count()).toBe(0);
    expect(
      await queryForm(page)
        .getByRole('button', { name: /^Help on/ })
        .count()
    ).toBe(0);
    await page.locator('[data-field="rows"]').getByRole('button', { name: 'Rows *' }).click();
    expect(await page.locator('[data-field="rows"] .tooltip').isVisible()).toBe(true);
    expect(await page.locator('[data-field="more_options"] button.dashed').count()).toBe(0);
  });

  it('reads Select.. for a model of another operation, which the comfortable form names', async () => {
    const page = await visits.visit();
    await addQuery(page, 'image_generation');
    await boxOf(page, 'model').selectOption('gpt-image-2');
    await boxOf(page, 'operation').selectOption('chat');
    const model = page.locator('[data-field="model"] select option:checked');
    expect(await model.textContent()).toContain('gpt-image-2 (not in the list)');
    await showAs(page, 'tooljet');
    expect(await model.textContent()).toBe(NOTHING_CHOSEN);
    expect(await queryForm(page).getByText('Sent too, though not shown above').count()).toBe(0);
  });

  it('shows asterisks in an encrypted field of the connection, and its example below', async () => {
    const page = await visits.visit();
    await page.getByRole('link', { name: 'Connection', exact: true }).click();
    await page.getByText('Own connection', { exact: true }).click();
    await showAs(page, 'tooljet');
    const proxy = page.locator('[data-field="proxyUrl"]');
    expect(await proxy.locator('input').getAttribute('placeholder')).toBe('**************');
    expect(await proxy.locator('.field-help').textContent()).toMatch(/^for example \S/);
  });
});
