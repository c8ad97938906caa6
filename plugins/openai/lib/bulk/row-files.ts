import type { ResolvedModel } from '../catalogue/models';
import type { LinkAccess } from '../files/download';
import { listFileInputs } from '../files/file-input';
import { loadFiles } from '../files/load-files';
import * as inputs from '../images/image-inputs';
import { isJsonObject } from '../options/json-object';
import { limitsFor } from '../options/limits';
import type { Option, Problem } from '../options/option';
import type { FileOption, FileRule, LoadedFile } from '../types/file';
import { findMissing, inspectRows, readTemplate, Unfillable } from './template';

/** Files of rows: templates that name fields with links, data URLs, file ids or values of file pickers. */

const describe = (what: string, field: string) => `${what} of each row, such as [[${field}]].`;

export const images: Option = {
  vision: true,
  type: ['string', 'array', 'object'],
  title: 'Images',
  description: describe('The images', 'photo'),
  examples: ['[[photo]]'],
};

export const files: Option = {
  type: ['string', 'array', 'object'],
  title: 'Files',
  description: describe('The PDF or text files', 'invoice'),
  examples: ['[[invoice]]'],
};

/** The options as a query has them. */
export interface FileTemplates {
  images?: unknown;
  files?: unknown;
}

/** The files of one row. */
export interface RowFiles<File> {
  images: File[];
  files: File[];
}

const NAMES = ['images', 'files'] as const;

/** More than any model takes, so that a list of everything is not looked at for each row. */
const MAX_TEMPLATES = 500;

/** Checks that at least one row has the fields that the options name. */
export function inspectFileTemplates(options: FileTemplates, rows: object[] = []): Problem[] {
  if (rows.length === 0) return [];
  return NAMES.flatMap(name => {
    const entries = listFileInputs(options[name] ?? []);
    if (entries.length > MAX_TEMPLATES) {
      const count = entries.length.toLocaleString('en-US');
      return [{ field: name, message: `${name} must have at most ${MAX_TEMPLATES} entries; got ${count}` }];
    }
    const templates = entries.filter(value => typeof value === 'string');
    return templates.flatMap(text => {
      const template = readTemplate(text);
      return inspectRows(name, rows, row => findMissing(template, row));
    });
  });
}

/** Whether the options name any field of the rows. */
export function nameFields(options: FileTemplates): boolean {
  const sources = NAMES.flatMap(name => listFileInputs(options[name] ?? []));
  return sources.some(value => typeof value === 'string' && readTemplate(value).fields.length > 0);
}

/** Finds the files that the options name in a row, not loaded yet, or says what the row lacks. */
export function createFileFinder(options: FileTemplates): (row: object) => RowFiles<unknown> | string {
  const finders = NAMES.map(name => [name, listFileInputs(options[name] ?? []).map(toFinder)] as const);
  return row => {
    const found: RowFiles<unknown> = { images: [], files: [] };
    try {
      for (const [name, find] of finders) found[name] = find.flatMap(one => listFileInputs(one(row)).filter(isPresent));
      return found;
    } catch (error) {
      if (error instanceof Unfillable) return error.message;
      throw error;
    }
  };
}

function toFinder(value: unknown): (row: object) => unknown {
  if (typeof value !== 'string') return () => value;
  const template = readTemplate(value);
  if (template.fields.length === 0) return () => value;
  return row => {
    const picked = template.pick(row);
    return typeof picked === 'string' ? parseList(picked) : picked;
  };
}

/** A column of a database holds lists and objects as JSON text. */
function parseList(text: string): unknown {
  const trimmed = text.trim();
  if (!/^[[{]/.test(trimmed)) return trimmed;
  try {
    return JSON.parse(trimmed);
  } catch {
    return trimmed;
  }
}

const isPresent = (value: unknown) => value !== undefined && value !== null && value !== '';

/** What a request with these files would hold, as far as its cost is concerned. */
export function toStandIns({ images: pictures, files: documents }: RowFiles<unknown>): RowFiles<LoadedFile> {
  return {
    images: pictures.map(() => ({ api_link: 'https://example.com' })),
    files: documents.map(() => ({ file_id: 'file-0' })),
  };
}

/** Which files a row may have. */
export interface RowFileRules {
  model: ResolvedModel;
  /** The options of one request, and the operation whose limits hold for them. */
  options: Record<(typeof NAMES)[number], FileOption>;
  operation: string;
}

/** The files of a row, or what is wrong with them. */
export async function loadRowFiles(
  sources: RowFiles<unknown>,
  { model, options, operation }: RowFileRules,
  access: LinkAccess
): Promise<RowFiles<LoadedFile> | string> {
  const loaded: RowFiles<LoadedFile> = { images: [], files: [] };
  const limits = limitsFor(model, operation, [...NAMES]).checks.options;
  for (const name of NAMES) {
    if (sources[name].length === 0) continue;
    const limit = limits[name]?.['files'];
    const rule: FileRule = { ...options[name].files, ...(isJsonObject(limit) && limit) };
    const result = await loadFiles(name, sources[name], { rule, model: limit ? model.id : undefined, access });
    const [problem] = result.problems;
    if (problem) return problem.message;
    loaded[name] = result.files;
  }
  const [problem] = inputs.inspectVisionImages('images', loaded.images, model);
  return problem ? problem.message : loaded;
}
