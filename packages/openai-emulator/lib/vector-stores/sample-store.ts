import { seedFrom } from '../answers/seed';
import { thoughtsAbout } from '../answers/text';
import { isObject, objectsIn, textOf } from '../http/json';
import type { Attributes } from '../parameters/metadata';
import type { Found } from './types';

/** Stores that are always there and have a thought about everything, so that ids can be tried without an upload. */
export const sampleStoreIds = ['vs_1', 'vs_2'];

const filenames = ['handbook.pdf', 'notes.md', 'report.docx', 'minutes.txt'];

/** Attributes with which a file passes the filters. */
function attributesFor(filter: unknown): Attributes {
  if (!isObject(filter)) return {};
  const { key, value } = filter;
  const nested = objectsIn(filter['filters']).map(attributesFor);
  const isPlain = typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';
  return Object.assign({}, ...nested, isPlain && { [textOf(key)]: value });
}

/** What the files of sample stores say about a subject. */
export function findInSamples(stores: string[], subject: string, filter: unknown, seed: number): Found[] {
  if (stores.length === 0) return [];
  const attributes = attributesFor(filter);
  return thoughtsAbout(subject, filenames.length, seed).map((text, index) => {
    const filename = filenames[index] ?? 'file.txt';
    const name = seedFrom(`${stores[index % stores.length]}${filename}`);
    const file_id = `file-${name.toString(16).padStart(8, '0')}`;
    return { file_id, filename, score: Number((0.95 - index * 0.13).toFixed(2)), text, attributes };
  });
}
