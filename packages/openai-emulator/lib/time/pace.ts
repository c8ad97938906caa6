/** How long work in the background takes: so many looks at it, or so much time, whichever ends first. */
export interface Pace {
  steps: number;
  milliseconds: number;
}

export const defaultPace: Pace = { steps: 3, milliseconds: 2_000 };
