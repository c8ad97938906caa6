import type { DataUrl } from '../options/data-url';

/**
 * What `stream()` yields while an answer arrives; the last event is the whole result. A response in the background numbers
 * its events: `starting_after` continues after one of these numbers.
 */
export type Progress =
  | { type: 'text_delta'; text: string; sequence_number?: number }
  | { type: 'partial_image'; index: number; data_url: DataUrl; sequence_number?: number }
  /** The status of a response or of one of its tools. */
  | { type: 'status'; status: string; id?: string; tool?: string; sequence_number?: number }
  /** A row that has ended, with its result, and how many of all have. */
  | { type: 'row'; index: number; done: number; total: number; row: object };
