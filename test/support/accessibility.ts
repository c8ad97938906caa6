import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/**
 * Each width and each way to see colours at least once; all of them with little motion. Another width may show other
 * elements; other colours change nothing but contrast.
 */
const looks = [
  { width: 390, colorScheme: 'dark', contrast: 'no-preference', isWhole: true },
  { width: 390, colorScheme: 'light', contrast: 'more', isWhole: false },
  { width: 1920, colorScheme: 'dark', contrast: 'more', isWhole: false },
  // A test goes on from here.
  { width: 1280, colorScheme: 'light', contrast: 'no-preference', isWhole: true },
] as const;

/** What has enough contrast, by all that contrast depends on. It takes half of the time of all rules to find out. */
const enough = new Set<string>();

interface Barriers {
  found: Pick<AxeResults, 'violations'>[];
  /** The kinds of text whose contrast was looked at. */
  kinds: string[];
  checked: number;
  /** The first element that changes bit by bit. */
  moving: string | undefined;
}

/** What axe finds serious or critical in a page, at three widths, in both colour schemes, and with high contrast. */
export async function findBarriers(page: Page): Promise<string[]> {
  const found: string[] = [];
  // Given to the browser as text, outside the page's policy.
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
  for (const { width, isWhole, ...colors } of looks) {
    await page.setViewportSize({ width, height: 900 });
    await page.emulateMedia({ ...colors, reducedMotion: 'reduce' });
    const barriers = await page.evaluate(checkPage, { isWhole, enough: [...enough] });
    if (isWhole && barriers.checked === 0) throw new Error('axe has checked nothing');
    if (barriers.moving) found.push(`${width}: moves, though little motion is wanted: ${barriers.moving}`);
    const name = [width, colors.colorScheme, colors.contrast === 'more' && 'high contrast'].filter(Boolean).join(' ');
    const all = barriers.found.flatMap(({ violations }) => violations);
    for (const { id, impact, help, nodes } of all) {
      if (impact !== 'serious' && impact !== 'critical') continue;
      const places = nodes.map(({ target, any }) => `${target.join(' ')}: ${any[0]?.message ?? ''}`).slice(0, 5);
      found.push(`${name}: ${id}, ${help}\n  ${places.join('\n  ')}`);
    }
    if (!all.some(({ id }) => id === 'color-contrast')) for (const kind of barriers.kinds) enough.add(kind);
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
    if (overflow > 0) found.push(`${name}: scrolls sideways by ${overflow} pixels`);
  }
  return found;
}

/** Runs axe in the page: contrast once for each kind of text that is not known, and all other rules if it is to. */
async function checkPage({ isWhole, enough }: { isWhole: boolean; enough: string[] }): Promise<Barriers> {
  const run = (what: unknown, options: RunOptions): Promise<AxeResults> =>
    Reflect.get(window, 'axe').run(what, { resultTypes: ['violations'], ...options });

  const known = new Set(enough);
  const behind = new Map<Element, string>();
  const readBehind = (element: Element | null): string => {
    if (!element) return '';
    let all = behind.get(element);
    if (all === undefined) {
      const { backgroundColor, backgroundImage, opacity } = getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, opacity].join(' ');
      all = (own === 'rgba(0, 0, 0, 0) none 1' ? '' : `${own}; `) + readBehind(element.parentElement);
      behind.set(element, all);
    }
    return all;
  };
  const kindOf = (element: Element): string => {
    const { color, fontSize, fontWeight, textShadow } = getComputedStyle(element);
    const isOff = element.closest(':disabled, [aria-disabled="true"], label:has(:disabled)') !== null;
    return [color, fontSize, fontWeight, textShadow, element.tagName, isOff, readBehind(element)].join('|');
  };
  const hasText = (element: Element): boolean =>
    [...element.childNodes].some(({ nodeType, nodeValue }) => nodeType === Node.TEXT_NODE && nodeValue?.trim());
  const isSeen = (element: Element): boolean =>
    element.checkVisibility({ visibilityProperty: true }) && element.getBoundingClientRect().width > 1;

  for (const animation of document.getAnimations()) animation.finish();
  const isSlow = (element: Element): boolean => /[1-9]/.test(getComputedStyle(element).transitionDuration);
  const moving = [...document.querySelectorAll('button, input, a')].find(isSlow)?.outerHTML;
  // What is transparent has no contrast.
  document.documentElement.style.removeProperty('opacity');
  const fresh = new Map<string, Element>();
  for (const element of document.body.querySelectorAll('*')) {
    if (!element.matches('input, select, textarea') && !hasText(element)) continue;
    if (!isSeen(element)) continue;
    const kind = kindOf(element);
    if (!known.has(kind) && !fresh.has(kind)) fresh.set(kind, element);
  }
  const include = [...fresh.values()];
  const found: AxeResults[] = [];
  // First, before the page puts others in their place.
  if (include.length > 0) found.push(await run({ include }, { runOnly: ['color-contrast'] }));
  if (isWhole) found.push(await run(document, { rules: { 'color-contrast': { enabled: false } } }));
  document.documentElement.style.opacity = '0';
  return {
    found: found.map(({ violations }) => ({ violations })),
    kinds: [...fresh.keys()],
    moving,
    checked: found.flatMap(({ passes, incomplete }) => [...passes, ...incomplete]).length,
  };
}
