/** What one process measures, with one bundle. */
export interface Job {
  what: 'first' | 'queries' | 'large' | 'growth' | 'loads' | 'checking';
  /** File of the bundle's text. */
  bundle: string;
  loader: string;
  baseUrl: string;
  /** Name of the query. */
  query: string;
  /** How many of it in one block, unless the time for a block is over before. */
  count: number;
  /** However long they take. */
  atLeast?: number;
  /** How many run at the same time, a block for each. */
  atOnce: number[];
}

/** Figures of one block; times in milliseconds, memory in bytes. */
export interface Figures {
  atOnce?: number;
  median?: number;
  p90?: number;
  p99?: number;
  /** Of the processor, for each query. */
  cpu?: number;
  perSecond?: number;
  /** Left on the heap by each query. */
  heap?: number;
  /** By which the process grew with each query. */
  resident?: number;
  /** What the first query took at most besides what was there. */
  peak?: number;
  /** The longest time that nothing else could run. */
  blocked?: number;
  /** Connections for each query. */
  connections?: number;
  /** A first load; a first load and query. */
  firstLoad?: number;
  first?: number;
  /** Microseconds that checking takes of each query. */
  checking?: number;
  /** Loads that a small heap survived. */
  survived?: number;
}
