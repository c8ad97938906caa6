import { type Comparable, type RankedRows, readOwnText, readRows, toDimensions } from '../embeddings/rank-rows';
import type { Context } from '../operation';
import { toFingerprint } from './fingerprint';
import { storedFingerprint } from './row-requests';

/** The rows to rank, whose stored vectors may be out of date. */
export interface TrackedRows extends RankedRows {
  model: string;
  fingerprint_field?: string;
}

/** What a row is compared by, and the fingerprint of its text. */
export interface TrackedRow {
  compared: Comparable;
  fingerprint?: string;
}

/** The column of vectors where a query names none. */
const VECTORS = 'embedding';

/** The column that holds the vectors. */
export const vectorFieldOf = ({ vector_field, fingerprint_field }: TrackedRows): string | undefined =>
  vector_field ?? (fingerprint_field === undefined ? undefined : VECTORS);

/** The fingerprint of a text's vector, the same in all operations. */
export function fingerprintOfText(
  text: string,
  parameters: { model: string; dimensions?: number | undefined },
  extra: object
): string {
  const { model, dimensions } = parameters;
  return toFingerprint('/embeddings', { model, input: text, ...(dimensions && { dimensions }), ...extra });
}

/** Reads the rows; a stored vector counts only while the fingerprint of its row fits. */
export function trackRows(options: TrackedRows, { model, extra_parameters }: Context): TrackedRow[] {
  const { rows, field, fingerprint_field } = options;
  const vector_field = vectorFieldOf(options);
  const compared = readRows({
    rows,
    ...(field !== undefined && { field }),
    ...(vector_field !== undefined && { vector_field }),
  });
  if (fingerprint_field === undefined) return compared.map(one => ({ compared: one }));
  const parameters = { model: options.model, ...toDimensions(compared, model) };
  return compared.map((one, index) => {
    const row = rows[index];
    const text = readOwnText(row, field);
    // Nothing tells whether the vector of a row without text is out of date.
    if (text === undefined) return { compared: one };
    const fingerprint = fingerprintOfText(text, parameters, extra_parameters);
    const stored = typeof row === 'object' && row !== null ? storedFingerprint(row, fingerprint_field) : undefined;
    return { compared: 'vector' in one && stored === fingerprint ? one : { text }, fingerprint };
  });
}
