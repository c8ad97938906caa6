import type { ReactNode } from 'react';

interface Props {
  /** Why there is nothing, if that is known. */
  waiting: string | undefined;
  /** Said otherwise. */
  children: string;
}

/** Stands where a component has nothing to show. */
export function Empty({ waiting, children }: Props): ReactNode {
  return <p className="canvas-empty">{waiting ?? children}</p>;
}
