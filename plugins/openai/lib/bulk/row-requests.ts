import type { Context } from '../operation';
import { countOf } from '../options/count';
import type { LoadedFile } from '../types/file';
import { toFingerprint } from './fingerprint';
import { withoutResult } from './join-rows';
import { createFileFinder, type FileTemplates, nameFields, type RowFiles } from './row-files';
import { type RowError, toUnsendable } from './rows';
import { findFault, readTemplate } from './template';

/** The rows of a query, and the templates that make a request of each. */
export interface RowTemplates extends FileTemplates {
  rows?: object[] | undefined;
  prompt?: string | undefined;
  system_prompt?: string | undefined;
  fingerprint_field?: string | undefined;
}

/** The templates filled from one row. */
export interface FilledRow extends Partial<RowFiles<LoadedFile>> {
  prompt: string;
  system_prompt: string;
}

/** One row that can be sent. */
export interface ReadRow {
  row: object;
  texts: { prompt: string; system_prompt: string };
  /** Not loaded yet. */
  files: RowFiles<unknown>;
  /** Calculated when it is needed, since files may be large. */
  fingerprint(): string;
}

/** The rows of a query, of which some may need no request. */
export interface RowPlan {
  /** The indexes of the rows that are to be sent. */
  due: number[];
  /** Whether the rows may hold fingerprints of earlier results. */
  isTracked: boolean;
  /** The rows that need no request. */
  unchanged: { index: number; fingerprint: string }[];
  /** Whether the rows may have files. */
  hasFiles: boolean;
  /** Whether any field is inserted: otherwise all requests are the same. */
  hasFields: boolean;
  read(index: number): ReadRow | RowError;
}

/** Warns of rows that are sent without a file although the others have one. */
export function warnOfMissingFiles({ due, read }: RowPlan, options: FileTemplates, warn: Context['warn']): void {
  for (const name of ['images', 'files'] as const) {
    if (options[name] === undefined) continue;
    const lacking = due.filter(index => {
      const row = read(index);
      return 'files' in row && row.files[name].length === 0;
    }).length;
    if (lacking > 0)
      warn(name, `${countOf(lacking, 'row has', 'rows have')} no file, and the prompt is sent without one`);
  }
}

/**
 * Reads rows one at a time, so that many take no additional memory.
 *
 * @param toBody Builds the request of a row, without its files.
 */
export function planRows(
  { rows = [], prompt = '', system_prompt = '', fingerprint_field, ...fileTemplates }: RowTemplates,
  endpoint: string,
  toBody: (filled: FilledRow) => object
): RowPlan {
  const templates = { prompt: readTemplate(prompt), system_prompt: readTemplate(system_prompt) };
  const findFiles = createFileFinder(fileTemplates);
  const fields = [...templates.prompt.fields, ...templates.system_prompt.fields];
  const hasWholeRow = fields.some(field => field === 'row');
  const read: RowPlan['read'] = index => {
    const original = rows[index] ?? {};
    const row = hasWholeRow ? withoutResult(original, fingerprint_field) : original;
    const fault = findFault(templates.prompt, row, false) ?? findFault(templates.system_prompt, row, true);
    if (fault) return toUnsendable(fault);
    const texts = { prompt: templates.prompt.fill(row), system_prompt: templates.system_prompt.fill(row) };
    const files = findFiles(row);
    if (typeof files === 'string') return toUnsendable(files);
    return { row, texts, files, fingerprint: () => toFingerprint(endpoint, toBody(texts), { ...files }) };
  };
  const unchanged: RowPlan['unchanged'] = [];
  const due: number[] = [];
  rows.forEach((row, index) => {
    const stored = storedFingerprint(row, fingerprint_field);
    const found = stored === undefined ? undefined : read(index);
    const current = found && 'fingerprint' in found ? found.fingerprint() : undefined;
    if (current !== undefined && current === stored) unchanged.push({ index, fingerprint: current });
    else due.push(index);
  });
  const hasFiles = fileTemplates.images !== undefined || fileTemplates.files !== undefined;
  return {
    due,
    hasFiles,
    unchanged,
    isTracked: fingerprint_field !== undefined,
    hasFields: fields.length > 0 || nameFields(fileTemplates),
    read,
  };
}

/** The fingerprint of an earlier result of a row. */
export function storedFingerprint(row: object, fingerprint_field: string | undefined): string | undefined {
  if (fingerprint_field === undefined || !Object.hasOwn(row, fingerprint_field)) return undefined;
  const stored: unknown = Reflect.get(row, fingerprint_field);
  return typeof stored === 'string' && stored !== '' ? stored : undefined;
}
