import type { CanvasComponent } from './component';
import { firstPage, pageOf } from './places';

/** The pages of a canvas, in their order; there is always one. */
export function listPages({ pages = [], canvas }: { pages?: string[]; canvas: CanvasComponent[] }): string[] {
  const all = [...new Set([...pages, ...canvas.map(pageOf)])];
  return all.length > 0 ? all : [firstPage];
}

/** The components of one page. */
export const onPage = (canvas: CanvasComponent[], page: string): CanvasComponent[] =>
  canvas.filter(component => pageOf(component) === page);

/** The name itself if no page has it, else with the next number: Page 1, Page 2. */
export function findFreePageName(wanted: string, pages: string[]): string {
  if (!pages.includes(wanted)) return wanted;
  const stem = wanted.replace(/\s*\d+$/, '');
  let number = 2;
  while (pages.includes(`${stem} ${number}`)) number += 1;
  return `${stem} ${number}`;
}
