import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

const widths = [1280, 390];
const schemes = ['light', 'dark'] as const;

/** What axe finds serious or critical in a page, at both widths and in both colour schemes. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  // Given to the browser as text, outside the page's policy.
  await page.evaluate(axe);
  for (const width of widths) {
    await page.setViewportSize({ width, height: 900 });
    for (const colorScheme of schemes) {
      await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
      await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
      const { violations, passes } = await page.evaluate(
        (): Promise<AxeResults> => Reflect.get(window, 'axe').run(document, { resultTypes: ['violations'] })
      );
      if (passes.length === 0) throw new Error('axe has checked nothing');
      for (const { id, impact, help, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        const places = nodes.map(({ target, any }) => `${target.join(' ')}: ${any[0]?.message ?? ''}`).slice(0, 5);
        found.push(`${width} ${colorScheme}: ${id}, ${help}\n  ${places.join('\n  ')}`);
      }
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) found.push(`${width}: scrolls sideways by ${overflow} pixels`);
  }
  return found;
}
