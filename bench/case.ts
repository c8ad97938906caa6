import type { Ports } from './answers/serve';
import type { Contenders } from './contenders/write-contenders';
import type { Job } from './measure/job';

/** What is compared. */
export type Contender = keyof Contenders;

/** What is measured of several contenders in the same way. */
export interface Case extends Pick<Job, 'what' | 'query' | 'count' | 'atLeast' | 'atOnce'> {
  id: string;
  title: string;
  /** The first segment of the path: what the server answers. */
  answer: string;
  contenders: Contender[];
  loaders: string[];
  ways: (keyof Ports)[];
  /** Of Node.js. */
  flags?: string[];
  /** Fewer than all. */
  rounds?: number;
  /** Also with --quick, and on the other versions of Node.js. */
  isQuick?: boolean;
}
