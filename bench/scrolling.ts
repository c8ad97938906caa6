import type { Browser, CDPSession } from 'playwright-core';
import type { RunningWorkbench } from '../scripts/browser/start-workbench';

const rows = 2000;
const seconds = 3;

/** How smoothly a table scrolls: frames in a second, the longest that one took, and how long the page worked for one. */
export interface Smoothness {
  framesPerSecond: number;
  longestFrameMs: number;
  workPerFrameMs: number;
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
  const session = await context.newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });
  const before = await readWork(session);
  const frames = await page.locator('.table').evaluate(async (table, until) => {
    const times: number[] = [];
    while ((times.at(-1) ?? 0) - (times[0] ?? 0) < until) {
      times.push(await new Promise<number>(requestAnimationFrame));
      table.scrollTop = (table.scrollTop + 120) % (table.scrollHeight - table.clientHeight);
    }
    return times;
  }, seconds * 1000);
  const worked = (await readWork(session)) - before;
  await context.close();
  const gaps = frames.slice(1).map((time, index) => time - (frames[index] ?? time));
  const taken = gaps.reduce((sum, gap) => sum + gap, 0);
  return {
    framesPerSecond: (gaps.length / taken) * 1000,
    longestFrameMs: Math.max(...gaps),
    workPerFrameMs: worked / gaps.length,
  };
}

/** Milliseconds that the page's thread has spent on a processor, whatever else the machine does. */
export async function readWork(session: CDPSession): Promise<number> {
  const { metrics } = await session.send('Performance.getMetrics');
  return (metrics.find(({ name }) => name === 'TaskDuration')?.value ?? Number.NaN) * 1000;
}
