import { readFileSync } from 'node:fs';
import type { AxeResults } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Each width and each way to see colours at least once; all of them with little motion. Another width may show other
 * elements; other colours change nothing but contrast, which takes a third of the time of all rules.
 */
const looks = [
  { width: 390, colorScheme: 'dark', contrast: 'no-preference', rules: undefined },
  { width: 390, colorScheme: 'light', contrast: 'more', rules: ['color-contrast'] },
  { width: 1920, colorScheme: 'dark', contrast: 'more', rules: ['color-contrast'] },
  // A test goes on from here.
  { width: 1280, colorScheme: 'light', contrast: 'no-preference', rules: undefined },
] as const;

/** What axe finds serious or critical in a page, at three widths, in both colour schemes, and with high contrast. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  // Given to the browser as text, outside the page's policy.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  // What is transparent has no contrast.
  await page.evaluate(() => document.documentElement.style.removeProperty('opacity'));
  for (const { width, rules, ...colors } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ ...colors, reducedMotion: 'reduce' });
    await page.evaluate(() => Promise.allSettled(document.getAnimations().map(({ finished }) => finished)));
    const { violations, passes, incomplete } = await page.evaluate(
      (runOnly): Promise<AxeResults> =>
        Reflect.get(window, 'axe').run(document, { resultTypes: ['violations'], ...(runOnly && { runOnly }) }),
      rules
    );
    if (passes.length + incomplete.length === 0) throw new Error('axe has checked nothing');
    const name = [width, colors.colorScheme, colors.contrast === 'more' && 'high contrast'].filter(Boolean).join(' ');
    for (const { id, impact, help, nodes } of violations) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const places = nodes.map(({ target, any }) => `${target.join(' ')}: ${any[0]?.message ?? ''}`).slice(0, 5);
      found.push(`${name}: ${id}, ${help}\n  ${places.join('\n  ')}`);
    }
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) found.push(`${name}: scrolls sideways by ${overflow} pixels`);
  }
  return found;
}
