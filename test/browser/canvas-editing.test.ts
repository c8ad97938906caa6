import type { Locator, Page } from 'playwright-core';
import { describeInBrowser } from '../support/browser';

/** By the mouse, which takes the browser time; events within the page are many more. */
const rounds = 10;

const openCanvas = (page: Page) => page.getByRole('link', { name: 'Canvas', exact: true }).click();
const palette = (page: Page) => page.getByRole('list', { name: 'Add a component' });
const items = (page: Page): Locator => page.locator('.canvas-item');

async function boxOf(locator: Locator): Promise<{ x: number; y: number; width: number; height: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new Error('Nothing is drawn there');
  return box;
}

/** Drags a component from the palette to a point of the page, as a mouse does. */
async function drop(page: Page, title: string, x: number, y: number): Promise<void> {
  const from = await boxOf(palette(page).getByRole('button', { name: title, exact: true }));
  await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
  await page.mouse.down();
  await page.mouse.move(x - 40, y - 10);
  await page.mouse.move(x, y);
  await page.mouse.up();
}

/** Drags the corner of a component. */
async function resize(page: Page, item: Locator, dx: number, dy: number): Promise<void> {
  const corner = await boxOf(item.locator('.react-resizable-handle'));
  const [x, y] = [corner.x + corner.width / 2, corner.y + corner.height / 2];
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + dx / 2, y + dy / 2);
  await page.mouse.move(x + dx, y + dy);
  await page.mouse.up();
}

/** Drops components and resizes the last of them, by the events that a mouse makes. Gives what goes wrong. */
async function dropAndResize(rounds: number): Promise<string[]> {
  const wrong: string[] = [];
  const all = <T extends Element = HTMLElement>(selector: string) => [...document.querySelectorAll<T>(selector)];
  const turn = () => new Promise(resolve => setTimeout(resolve));
  const settled = async (isDone: () => boolean) => {
    for (let turns = 0; turns < 50 && !isDone(); turns += 1) await turn();
  };
  const drag = (target: Element | undefined, type: string, x: number, y: number, dataTransfer: DataTransfer) =>
    target?.dispatchEvent(
      new DragEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y, dataTransfer })
    );
  const mouse = (target: EventTarget | undefined, type: string, x: number, y: number) =>
    target?.dispatchEvent(
      new MouseEvent(type, { bubbles: true, cancelable: true, clientX: x, clientY: y, buttons: 1 })
    );
  // Those with few fields, whose editors would take most of the time.
  const quick = ['Text', 'Markdown', 'JSON', 'Image', 'File picker', 'Table'];
  const kinds = all('.canvas-palette button').filter(({ textContent }) => quick.includes(textContent ?? ''));

  for (let round = 0; round < rounds; round += 1) {
    if (round % 5 === 0) {
      all('.canvas-bar button')
        .find(({ textContent }) => textContent === 'Clear')
        ?.click();
      await settled(() => all('.canvas-item').length === 0);
    }
    const [kind, grid] = [kinds[round % kinds.length], all('.canvas-grid')[0]];
    const { left = 0, top = 0, width = 0 } = grid?.getBoundingClientRect() ?? {};
    const [x, y] = [left + ((round * 97) % Math.max(1, width)), top + ((round * 53) % 400)];
    const data = new DataTransfer();
    drag(kind, 'dragstart', 0, 0, data);
    drag(grid, 'dragenter', x - 30, y, data);
    drag(grid, 'dragover', x, y, data);
    drag(grid, 'drop', x, y, data);
    drag(kind, 'dragend', x, y, data);
    const isBlank = (item: Element) => !item.querySelector('.canvas-content > *');
    const count = (round % 5) + 1;
    await settled(() => all('.canvas-item').length === count && !all('.canvas-item').some(isBlank));
    const name = `${round} ${kind?.textContent}`;
    if (all('.canvas-item').length !== count)
      wrong.push(`${name}: ${all('.canvas-item').length} of ${count} are there`);
    if (all('.canvas-item').some(isBlank)) wrong.push(`${name}: blank`);
    if (all('.canvas-ghost, .react-grid-placeholder').length > 0) wrong.push(`${name}: something is left of the drag`);

    const last = all('.canvas-item').at(-1);
    const corner = last?.querySelector('.react-resizable-handle');
    const from = corner?.getBoundingClientRect() ?? new DOMRect();
    const by = round % 3 === 0 ? -600 : (round % 5) * 40 - 60;
    mouse(corner ?? undefined, 'mousedown', from.x, from.y);
    mouse(document, 'mousemove', from.x + by / 2, from.y + by / 2);
    mouse(document, 'mousemove', from.x + by, from.y + by);
    mouse(document, 'mouseup', from.x + by, from.y + by);
    await turn();
    const boxes = all('.canvas-item').map(item => item.getBoundingClientRect());
    if (boxes.some(box => box.height < 30 || box.width < 40)) wrong.push(`${name}: collapsed`);
    if (all('.canvas-item').some(isBlank)) wrong.push(`${name}: blank after a resize`);
  }
  return wrong;
}

describeInBrowser('on the canvas', {}, visits => {
  it('a component that is dropped is there with all that it shows, however often', async () => {
    const page = await visits.visit();
    await openCanvas(page);
    const titles = ['File picker', 'Text input', 'Button', 'Text', 'Table'];
    for (let count = 1; count <= rounds; count += 1) {
      const title = titles[count % titles.length] ?? 'Text';
      // The first one goes where the grid is empty.
      await drop(page, title, 400 + ((count * 37) % 300), 600 - ((count * 53) % 120));
      await page.waitForFunction(
        expected => document.querySelectorAll('.canvas-item .canvas-handle').length === expected,
        count
      );
      const blank = await items(page).evaluateAll(
        all => all.filter(item => !item.querySelector('.canvas-content > *')).length
      );
      expect({ count, blank }).toEqual({ count, blank: 0 });
      expect(await page.locator('.canvas-ghost, .react-grid-placeholder').count()).toBe(0);
    }
  });

  it('the lowest component keeps the size that the mouse gives it, however often, and none becomes too small', async () => {
    const page = await visits.visit();
    await openCanvas(page);
    await palette(page).getByRole('button', { name: 'Image', exact: true }).click();
    await palette(page).getByRole('button', { name: 'JSON', exact: true }).click();
    const lowest = items(page).last();
    const heightOf = async () => (await boxOf(lowest)).height;
    for (let round = 0; round < 5; round += 1) {
      const before = await heightOf();
      await resize(page, lowest, 0, -88);
      expect({ round, height: Math.round(await heightOf()) }).toEqual({ round, height: Math.round(before - 88) });
      await resize(page, lowest, 0, 88);
      expect({ round, height: Math.round(await heightOf()) }).toEqual({ round, height: Math.round(before) });
    }
    await resize(page, lowest, -900, -600);
    const { width, height } = await boxOf(lowest);
    expect(height).toBeGreaterThanOrEqual(76);
    expect(width).toBeGreaterThan(100);
  });

  it('200 drops and 200 resizes in a row leave nothing blank and nothing too small', async () => {
    const page = await visits.visit();
    await openCanvas(page);
    await palette(page).waitFor();
    expect(await page.evaluate(dropAndResize, 200)).toEqual([]);
    expect(await items(page).count()).toBe(5);
  }, 300_000);

  it('several are chosen, dragged together along guides, copied and pasted, and stand on pages with links', async () => {
    const page = await visits.visit();
    await openCanvas(page);
    for (const title of ['Button', 'Text input', 'JSON'])
      await palette(page).getByRole('button', { name: title, exact: true }).click();
    const chosen = page.locator('.canvas-item.selected');
    await page.locator('.canvas-handle').first().click();
    await page
      .locator('.canvas-handle')
      .nth(1)
      .click({ modifiers: ['Shift'] });
    expect(await chosen.count()).toBe(2);
    const { x, y } = await boxOf(chosen.first());
    await page.mouse.move(x + 40, y + 16);
    await page.mouse.down();
    await page.mouse.move(x + 80, y + 30);
    await page.mouse.move(x + 274, y + 16);
    await page.locator('.canvas-guide').first().waitFor();
    await page.mouse.up();
    await page.getByRole('button', { name: /^Button button1, column 4/ }).waitFor();
    await page.getByRole('button', { name: /^Text input textinput1, column 7/ }).waitFor();
    expect(await chosen.count()).toBe(2);

    await page.keyboard.press('ControlOrMeta+c');
    await page.getByRole('button', { name: 'Add a page' }).click();
    await page.keyboard.press('ControlOrMeta+v');
    await page.getByRole('button', { name: /^Button button2, column 4, row 1/ }).waitFor();
    expect(await items(page).count()).toBe(2);
    await page.getByRole('button', { name: 'Done' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Second sheet');
    await page.keyboard.press('Enter');
    await page.waitForURL(/#canvas\/Second%20sheet$/);
    await page.getByRole('link', { name: 'Page 1' }).click();
    await page.getByRole('button', { name: /^JSON json1/ }).waitFor();
    await page.goto(`${visits.address}/#canvas/Second%20sheet`);
    await page.getByRole('button', { name: /^Button button2/ }).click();
    // The second click meets the button that deletes the page.
    await page
      .getByRole('region', { name: 'Properties of button2' })
      .getByRole('button', { name: 'Delete' })
      .dblclick();
    expect(await page.getByRole('navigation', { name: 'Pages' }).getByRole('link').count()).toBe(2);
    expect(await items(page).count()).toBe(1);
    await page.locator('.canvas-handle').first().focus();
    await page.keyboard.press('ControlOrMeta+a');
    await page.keyboard.press('Delete');
    await page.getByRole('heading', { name: 'Start with a dashboard' }).waitFor();
    expect(await items(page).count()).toBe(0);
  });

  it('a finger puts a page together on a phone', async () => {
    const page = await visits.visit({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true });
    await page.getByRole('link', { name: 'Canvas', exact: true }).tap();
    for (const title of ['Text', 'Markdown', 'Image'])
      await palette(page).getByRole('button', { name: title, exact: true }).tap();
    const names = () => page.locator('.canvas-name').allTextContents();
    expect(await names()).toEqual(['text1', 'markdown1', 'image1']);
    expect((await boxOf(page.locator('.announcer'))).height).toBeLessThan(80);
    await page.getByRole('button', { name: 'Move up' }).tap();
    await page.getByRole('button', { name: 'Move up' }).tap();
    expect(await names()).toEqual(['image1', 'text1', 'markdown1']);
    await page.getByRole('button', { name: 'Select several' }).tap();
    await page.getByRole('button', { name: /^Markdown markdown1/ }).tap();
    await page.getByRole('region', { name: 'Chosen components' }).getByRole('button', { name: 'Delete' }).tap();
    expect(await names()).toEqual(['text1']);
  });

  it('what is deleted, moved or changed comes back by a button and by keys', async () => {
    const page = await visits.visit();
    await openCanvas(page);
    await palette(page).getByRole('button', { name: 'Markdown' }).click();
    const handle = page.getByRole('button', { name: /^Markdown markdown1/ });
    await handle.focus();
    await page.keyboard.press('Delete');
    await handle.waitFor({ state: 'detached' });
    await page.locator('.announcer').getByRole('button', { name: 'Undo' }).click();
    await handle.waitFor();
    await handle.focus();
    await page.keyboard.press('ArrowRight');
    await page.getByRole('button', { name: /^Markdown markdown1, column 2/ }).waitFor();
    await page.keyboard.press('ControlOrMeta+z');
    await page.getByRole('button', { name: /^Markdown markdown1, column 1/ }).waitFor();
    await page.keyboard.press('ControlOrMeta+Shift+z');
    const moved = page.getByRole('button', { name: /^Markdown markdown1, column 2/ });
    await moved.waitFor();
    expect(await moved.isVisible()).toBe(true);
  });
});
