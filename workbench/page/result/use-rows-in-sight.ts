import { type RefObject, useEffect, useState } from 'react';

/** Pixels that a row of a table is high, as the style sheet has it. */
export const rowHeight = 33;

/** Rows come and go by so many at once, and so many more are drawn above and below. */
const step = 8;

interface Rows {
  first: number;
  end: number;
}

/** The rows of a table that are drawn: those in sight of a box that scrolls, and some around them. */
export function useRowsInSight(box: RefObject<HTMLElement | null>, count: number): Rows {
  const [{ first, end }, setRows] = useState<Rows>({ first: 0, end: 3 * step });
  useEffect(() => {
    const element = box.current;
    if (!element) return;
    const look = (): void => {
      const next = rowsIn(element);
      setRows(old => (old.first === next.first && old.end === next.end ? old : next));
    };
    const observer = new ResizeObserver(look);
    observer.observe(element);
    element.addEventListener('scroll', look, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', look);
    };
  }, [box]);
  // A search can leave fewer rows than were scrolled past.
  return { first: Math.max(0, Math.min(first, count - (end - first))), end: Math.min(end, count) };
}

function rowsIn({ scrollTop, clientHeight }: HTMLElement): Rows {
  const rows = rowHeight * step;
  return {
    first: Math.max(0, Math.floor(scrollTop / rows) - 1) * step,
    end: (Math.ceil((scrollTop + clientHeight) / rows) + 1) * step,
  };
}
