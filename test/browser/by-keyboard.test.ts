import type { Locator, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser';
import { boxOf, endOf, queryForm, resultOf } from '../support/workbench-page';

const hasFocus = (target: Locator): Promise<boolean> =>
  target.evaluateAll(found => found.some(element => element.contains(document.activeElement)));

/** Presses a key until the focus is there, as nobody would who has to press it a hundred times. */
async function goTo(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  const { keyboard } = target.page();
  for (let pressed = 0; pressed < 60; pressed += 1) {
    if (await hasFocus(target)) return;
    await keyboard.press(key);
  }
  throw new Error(`${key} does not lead to ${target}`);
}

const button = (page: Page, name: string): Locator => page.getByRole('button', { name, exact: true });

describeInBrowser('by keyboard alone', {}, visits => {
  it('a query is made, filled in, run, read, renamed, exported, deleted and brought back, and shown on a canvas', async () => {
    const page = await visits.visit();
    const { keyboard } = page;

    await goTo(button(page, 'New'));
    await keyboard.press('Enter');
    await queryForm(page).waitFor();
    await goTo(boxOf(page, 'operation'));
    await keyboard.press('Space');
    await keyboard.type('Resp');
    await keyboard.press('Enter');
    await goTo(boxOf(page, 'prompt'));
    await keyboard.type('Name a river');
    await keyboard.press('Control+Enter');
    expect(await endOf(page)).toBe('ok');
    expect(JSON.stringify(visits.emulator.requests.map(({ body }) => body))).toContain('"Name a river"');

    await goTo(resultOf(page).getByRole('tab', { name: 'Answer' }));
    await keyboard.press('ArrowRight');
    await goTo(page.locator('.request-head'));
    await page.locator('.request-details').getByText('Name a river').first().waitFor();

    await goTo(page.getByLabel('Name of the query'), 'Shift+Tab');
    await keyboard.press('Control+a');
    await keyboard.type('river');
    await keyboard.press('Enter');
    const query = page.getByRole('region', { name: 'Query river', exact: true });
    await query.waitFor();
    await goTo(button(page, 'Export'), 'Shift+Tab');
    const [download] = await Promise.all([page.waitForEvent('download'), keyboard.press('Enter')]);
    expect(download.suggestedFilename()).toMatch(/\.json$/);

    await goTo(button(page, 'Delete'));
    await keyboard.press('Enter');
    await query.waitFor({ state: 'detached' });
    expect(await hasFocus(button(page, 'New'))).toBe(true);
    await keyboard.press('Control+z');
    await query.waitFor();

    await keyboard.press('Control+k');
    await page.getByRole('dialog').waitFor();
    await keyboard.type('canvas');
    await keyboard.press('Enter');
    await goTo(page.getByRole('list', { name: 'Add a component' }).getByRole('button', { name: 'Text', exact: true }));
    await keyboard.press('Enter');
    await goTo(boxOf(page, 'text'));
    await keyboard.press('Control+a');
    await keyboard.type('{{queries.river.data.text');
    await page.locator('.canvas-item').getByText('Name a river').first().waitFor();
    expect(await boxOf(page, 'text').textContent()).toBe('{{queries.river.data.text}}');
  });
});
