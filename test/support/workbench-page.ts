import { buffer } from 'node:stream/consumers';
import type { Download, Locator, Page } from 'playwright-core';

/** The form of the query that is shown. */
export const queryForm = (page: Page): Locator => page.getByRole('region', { name: /^Query / });

/** What the last run of that query gave. */
export const resultOf = (page: Page): Locator => page.getByRole('region', { name: 'Result' });

/** The box of a field, by the field's key. */
export const boxOf = (page: Page, key: string): Locator =>
  page.locator(`[data-field="${key}"]`).locator('input, select, textarea, .cm-content');

/** Writes into a field over what it holds, as keys do: an editor follows a selection only when it is told of it. */
export async function write(page: Page, key: string, text: string): Promise<void> {
  await boxOf(page, key).focus();
  await page.keyboard.press('ControlOrMeta+a');
  if (text === '') await page.keyboard.press('Delete');
  else await page.keyboard.insertText(text);
}

/** Where the query stands: `ok`, `failed`, `running`, `cancelled`, `not run yet`. */
export const stateOf = (page: Page): Locator => resultOf(page).getByRole('status').first();

/** The button of an example, wherever the list is shown. */
export const exampleOf = (page: Page, title: string): Locator =>
  page
    .locator('.examples')
    .getByRole('button')
    .filter({ has: page.locator(`strong:text-is("${title}")`) });

/** Adds the query of an example, from the first page or from the dialog. */
export async function takeExample(page: Page, title: string): Promise<void> {
  const list = page.getByRole('heading', { name: 'Start with an example' });
  const button = page.getByRole('button', { name: 'Examples', exact: true });
  // Neither may be there yet.
  await list.or(button).first().waitFor();
  if (!(await list.isVisible())) await button.click();
  await exampleOf(page, title).click();
  await queryForm(page).waitFor();
}

/** Adds an empty query of an operation. */
export async function addQuery(page: Page, operation: string, fields: Record<string, string> = {}): Promise<void> {
  await page.getByRole('button', { name: 'New', exact: true }).click();
  await boxOf(page, 'operation').selectOption(operation);
  for (const [key, text] of Object.entries(fields)) await write(page, key, text);
}

/** Gives the query that is shown another name. */
export async function rename(page: Page, name: string): Promise<void> {
  await page.getByLabel('Name of the query').fill(name);
  await page.keyboard.press('Enter');
  await page.getByRole('region', { name: `Query ${name}`, exact: true }).waitFor();
}

/** Shows a query of the list. */
export async function choose(page: Page, name: string): Promise<void> {
  await page.locator('.query-list').getByText(name, { exact: true }).click();
  await page.getByRole('region', { name: `Query ${name}`, exact: true }).waitFor();
}

/** Presses Run and waits for the end. Gives `ok`, `failed`, `cancelled`, `waiting for you` or `not done yet`. */
export async function runQuery(page: Page): Promise<string> {
  await queryForm(page).getByRole('button', { name: 'Run', exact: true }).click();
  return endOf(page);
}

/** How the run that is on ends. */
export async function endOf(page: Page): Promise<string> {
  const end = stateOf(page).filter({ hasText: /^(ok|failed|cancelled|waiting for you|not done yet)$/ });
  await end.waitFor();
  return (await end.textContent()) ?? '';
}

/** Whether an image has loaded, and how wide it is. */
export const widthOf = (image: Locator): Promise<number> =>
  image.evaluate(async (element: HTMLImageElement) => {
    await element.decode();
    return element.naturalWidth;
  });

/** Lets the page's clock run ahead until something is there, where the page would wait. The clock must be installed. */
export async function hurry(page: Page, expected: Locator): Promise<void> {
  while (!(await expected.isVisible())) await page.clock.fastForward(500);
}

/** What was downloaded, as a file to choose in another page. */
export const fileOf = async (download: Download): Promise<{ name: string; mimeType: string; buffer: Buffer }> => ({
  name: download.suggestedFilename(),
  mimeType: 'application/json',
  buffer: await buffer(await download.createReadStream()),
});
