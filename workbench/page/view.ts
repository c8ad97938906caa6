import type { ReactNode } from 'react';
import type { Plugin } from './host-api/plugin';

/** What every view is given; queries come from `useQueryStore`. */
export interface ViewProps {
  plugin: Plugin;
}

/** A part of the page with an address of its own. */
export interface View {
  /** Stands after the # of the address. */
  id: string;
  title: string;
  Show: (props: ViewProps) => ReactNode;
}
