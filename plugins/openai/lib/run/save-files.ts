import type { QueryResult } from '@tooljet/plugins-sdk-shim';
import { readTemplate, type Template } from '../bulk/template';
import { invalidOptions } from '../failures/query-error';
import { checkLink, DownloadFailure, linkAccess } from '../files/download';
import { readFileFacts } from '../files/file-facts';
import { explainUpload, uploadFile } from '../files/upload-file';
import { DataUrl } from '../options/data-url';
import { isJsonObject } from '../options/json-object';
import type { Run } from './run';

/** The longest upload; the rest of the query's time is for the result that was paid for. */
const MAX_UPLOAD_MS = 30_000;
const SHARE_OF_TIME = 0.8;
/** Characters of base64 above which a result is advised to be saved elsewhere: 4 MB. */
const LARGE = 5_500_000;

/** A link of `save_to`, or a template that rows fill. */
interface Target {
  link: string;
  template: Template;
  isTemplate: boolean;
}

const targetsOf = ({ save_to }: Run): Target[] =>
  save_to.map(text => {
    const link = text.trim();
    const template = readTemplate(link);
    return { link, template, isTemplate: template.fields.length > 0 };
  });

/**
 * Checks the links before anything is billed; names are looked up when they are used.
 *
 * @throws QueryError
 */
export function checkSaveTo(run: Run): void {
  const access = linkAccess(run.connection, run.deadline.signal);
  const problems = targetsOf(run).flatMap(({ link, isTemplate }) => {
    try {
      if (!isTemplate) checkLink(link, access);
      return [];
    } catch (error) {
      if (!(error instanceof DownloadFailure)) throw error;
      const message = `save_to must be a presigned link to which files can be put: ${error.message}`;
      return [{ field: 'save_to', message, allowed: ['an http or https link', 'a template, such as [[upload_url]]'] }];
    }
  });
  if (problems.length > 0) throw invalidOptions(run.operation.summary, problems);
}

/**
 * Puts the files of a result to the links of `save_to`; the result holds links in the place of their base64.
 *
 * @param run Of an operation that has `save_to`.
 */
export async function saveFiles(run: Run, result: QueryResult): Promise<QueryResult> {
  const targets = targetsOf(run);
  if (targets.length === 0) {
    warnOfSize(run, result.data);
    return result;
  }
  const saver = new Saver(run);
  const { data } = result;
  if (!isJsonObject(data) || !Array.isArray(data['rows']))
    return { ...result, data: await saver.save(data, targets.map(({ link }) => link).values()) };
  return { ...result, data: { ...data, rows: await saver.saveRows(data['rows'], targets) } };
}

class Saver {
  constructor(readonly run: Run) {}

  /** Of a row only its own files: its other fields came with the query. */
  async saveRows(rows: unknown[], targets: Target[]): Promise<unknown[]> {
    const plain = targets.flatMap(({ link, isTemplate }) => (isTemplate ? [] : link)).values();
    const templates = targets.flatMap(({ template, isTemplate }) => (isTemplate ? template : []));
    const saved: unknown[] = [];
    for (const row of rows) {
      const own = isJsonObject(row) ? templates.flatMap(template => fill(template, row)) : [];
      saved.push(isJsonObject(row) ? await this.#saveRow(row, own.length > 0 ? own.values() : plain) : row);
    }
    return saved;
  }

  async #saveRow(row: Record<string, unknown>, links: IterableIterator<string>): Promise<object> {
    const { images, ...rest } = row;
    if (!Array.isArray(images)) return this.#replace(row, links);
    const saved = await this.#saveAll(images, links);
    const [first] = saved;
    const { data_url: _, ...same } = rest;
    return { ...same, ...(isJsonObject(first) && first), images: saved };
  }

  /** Every file within a value, in order. */
  async save(value: unknown, links: IterableIterator<string>): Promise<unknown> {
    if (Array.isArray(value)) return this.#saveAll(value, links);
    if (!isJsonObject(value)) return value;
    if (base64Of(value) !== undefined) return this.#replace(value, links);
    const entries: [string, unknown][] = [];
    // Earlier versions of an image are not worth a place of their own.
    for (const [name, part] of Object.entries(value))
      if (name !== 'partial_images') entries.push([name, await this.save(part, links)]);
    return Object.fromEntries(entries);
  }

  async #saveAll(parts: unknown[], links: IterableIterator<string>): Promise<unknown[]> {
    const saved: unknown[] = [];
    for (const part of parts) saved.push(await this.save(part, links));
    return saved;
  }

  async #replace(value: Record<string, unknown>, links: IterableIterator<string>): Promise<Record<string, unknown>> {
    const base64 = base64Of(value);
    if (base64 === undefined) return value;
    const link = links.next().value;
    const { warn } = this.run.context;
    if (link === undefined) {
      warn('save_to', 'There are more files than links in save_to, so the others are returned as they are');
      return value;
    }
    const content = Buffer.from(base64, 'base64');
    const { connection, deadline } = this.run;
    const time = Math.min(MAX_UPLOAD_MS, deadline.remaining() * SHARE_OF_TIME);
    const signal = AbortSignal.any([deadline.signal, AbortSignal.timeout(Math.max(1, Math.floor(time)))]);
    const mime_type = (await readFileFacts(content))?.mime_type ?? 'application/octet-stream';
    try {
      await uploadFile(link, { content, mime_type }, linkAccess(connection, signal));
    } catch (error) {
      warn('save_to', `A file could not be saved, so it is returned as it is: ${explainUpload(error, signal)}`);
      return value;
    }
    const { data_url: _, b64_json: __, ...same } = value;
    const { origin, pathname } = new URL(link);
    return { ...same, url: `${origin}${pathname}`, mime_type: value['mime_type'] ?? mime_type, bytes: content.length };
  }
}

function fill(template: Template, row: object): string[] {
  try {
    return [template.pick(row)].flat().flatMap(one => (typeof one === 'string' && one !== '' ? one : []));
  } catch {
    // The row has no such field, which the warning of too few links tells.
    return [];
  }
}

/** The base64 of an object that is a file. */
function base64Of({ data_url, b64_json }: Record<string, unknown>): string | undefined {
  if (data_url instanceof DataUrl) return data_url.base64;
  if (typeof data_url === 'string' && /^data:[^,]{0,200};base64,/.test(data_url.slice(0, 220)))
    return data_url.slice(data_url.indexOf(',') + 1);
  return typeof b64_json === 'string' && b64_json !== '' ? b64_json : undefined;
}

/** Told of images already, with other advice. */
function warnOfSize({ context, warnings }: Run, data: unknown): void {
  if (warnings.some(({ reason }) => reason.includes('save_to'))) return;
  const size = measure(data);
  if (size <= LARGE) return;
  const megabytes = ((size * 3) / 4 / 1e6).toFixed(1);
  context.warn(
    'save_to',
    `The result holds ${megabytes} MB of files, which slows down the app in the browser; set save_to to a presigned link to save them elsewhere`
  );
}

function measure(value: unknown): number {
  if (Array.isArray(value)) return value.reduce<number>((sum, part) => sum + measure(part), 0);
  if (!isJsonObject(value)) return 0;
  return base64Of(value)?.length ?? measure(Object.values(value));
}
