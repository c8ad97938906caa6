import type { Browser } from 'playwright-core';
import type { RunningWorkbench } from '../scripts/browser/start-workbench';

const rows = 2000;
const seconds = 3;

/** How smoothly a table scrolls: frames in a second, and the longest that one took. */
export interface Smoothness {
  framesPerSecond: number;
  longestFrameMs: number;
}

/** Shows a table of 2,000 rows, and scrolls it as fast as a finger does. */
export async function measureScrolling(browser: Browser, { address, emulator }: RunningWorkbench): Promise<Smoothness> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 } });
  const page = await context.newPage();
  await page.goto(address);
  await page.locator('.examples button:has(strong:text-is("List models"))').click();
  const data = Array.from({ length: rows }, (_, index) => ({ id: `model-${index}`, object: 'model', created: index }));
  emulator.answerNext('/v1/models', { body: { object: 'list', data } });
  await page.getByRole('button', { name: 'Run', exact: true }).click();
  await page.locator('.table-bar', { hasText: `${rows.toLocaleString('en-US')} rows` }).waitFor();
  const frames = await page.locator('.table').evaluate(
    (table, until) =>
      new Promise<number[]>(resolve => {
        const times: number[] = [];
        const step = (now: number): void => {
          times.push(now);
          table.scrollTop = (table.scrollTop + 120) % (table.scrollHeight - table.clientHeight);
          if (now - (times[0] ?? now) < until) requestAnimationFrame(step);
          else resolve(times);
        };
        requestAnimationFrame(step);
      }),
    seconds * 1000
  );
  await context.close();
  const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time));
  const taken = gaps.reduce((sum, gap) => sum + gap, 0);
  return { framesPerSecond: (gaps.length / taken) * 1000, longestFrameMs: Math.max(...gaps) };
}
