import type { Attributes } from '../parameters/metadata';

/** A piece of a file that a search found. */
export interface Found {
  file_id: string;
  filename: string;
  /** 0 to 1. */
  score: number;
  attributes: Attributes;
  text: string;
}
