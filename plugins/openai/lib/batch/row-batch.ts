import { loadRowFiles, type RowFiles, toStandIns } from '../bulk/row-files';
import { type FilledRow, planRows, type ReadRow, type RowPlan, warnOfMissingFiles } from '../bulk/row-requests';
import { type RowResult, toUnsendable } from '../bulk/rows';
import { warnOfSamePrompt } from '../bulk/template';
import type { DefaultModel } from '../catalogue/models';
import { writeJson } from '../failures/write-json';
import { visionImages } from '../images/image-inputs';
import type { Context } from '../operation';
import { addExtra } from '../options/extra-parameters';
import type { Option } from '../options/option';
import { asksForJson } from '../text/structured-output';
import type { FileOption, LoadedFile } from '../types/file';
import type { Contents, Endpoint } from './batch-options';
import { ANSWERS_ARE_JSON } from './batch-results';
import type { BatchRequest, Created } from './batch-upload';

/** A kind of request that batches can hold. */
export interface Target {
  title: string;
  /** The endpoint, as in the catalogue. */
  path: '/chat/completions' | '/responses' | '/embeddings' | '/moderations' | '/images/generations';
  /** The default model. */
  default: DefaultModel;
  /** The options besides rows and template. */
  options: Record<string, Option>;
  /** The documents that rows may have, besides images, if they may have files. */
  documents?: FileOption;
  /** Builds the request body for one row from the filled templates. */
  toBody(options: Contents & { prompt: string }, context: Context): object;
}

/** The requests of rows, each built when it is written. */
export function fromRows(target: Target, options: Contents, context: Context): BatchRequest {
  const { rows = [], prompt: text = '', requests: _, metadata: described, images, files, ...rest } = options;
  const { system_prompt = '', fingerprint_field, ...parameters } = rest;
  const toBody = (filled: FilledRow) => addExtra(target.toBody({ ...parameters, ...filled }, context), context);
  const templates = { prompt: text, system_prompt, images, files, fingerprint_field };
  const plan = planRows({ rows, ...templates }, target.path, toBody);
  warnOfSamePrompt(plan.hasFields, context.warn);
  warnOfMissingFiles(plan, options, context.warn);
  const endpoint: Endpoint = `/v1${target.path}`;
  const nameOf = (index: number, row: ReadRow) =>
    plan.isTracked ? `row-${index}-${row.fingerprint()}` : `row-${index}`;
  return {
    endpoint,
    count: plan.due.length,
    weigh: () => 1,
    write: (place, access) => {
      const index = plan.due[place] ?? 0;
      const row = plan.read(index);
      if ('code' in row) return Promise.resolve(row);
      const write = (loaded: Partial<RowFiles<LoadedFile>>) =>
        writeLine(nameOf(index, row), endpoint, toBody({ ...row.texts, ...loaded }));
      if (!target.documents || row.files.images.length + row.files.files.length === 0) return write({});
      const rules = {
        model: context.model,
        operation: 'chat',
        options: { images: visionImages, files: target.documents },
      };
      return loadRowFiles(row.files, rules, access).then(loaded =>
        typeof loaded === 'string' ? toUnsendable(loaded) : write(present(loaded))
      );
    },
    bodies: function* () {
      for (const index of plan.due) {
        const row = plan.read(index);
        if ('texts' in row) yield toBody({ ...row.texts, ...present(toStandIns(row.files)) });
      }
    },
    metadata: { ...described, ...(asksForJson(options) && ANSWERS_ARE_JSON) },
    ...(plan.isTracked && { unchanged: plan.unchanged.length }),
    ...((plan.isTracked || plan.hasFiles) && { listResults: created => listResults(rows.length, plan, created) }),
  };
}

/** Only the lists that hold files. */
function present({ images, files }: RowFiles<LoadedFile>): Partial<RowFiles<LoadedFile>> {
  return { ...(images.length > 0 && { images }), ...(files.length > 0 && { files }) };
}

/** What became of each row. */
function listResults(count: number, { due, unchanged }: RowPlan, { faults, left }: Created): RowResult[] {
  const results = Array.from({ length: count }, (): RowResult => ({ status: 'sent' }));
  for (const { index, fingerprint } of unchanged) results[index] = { status: 'unchanged', fingerprint };
  for (const index of left > 0 ? due.slice(-left) : []) results[index] = { status: 'not_run' };
  for (const { index: place, error } of faults) results[due[place] ?? 0] = { status: 'error', error };
  return results;
}

/** A request as a line of a batch's file. */
export const writeLine = (custom_id: string, url: string, body: object): string =>
  writeJson({ custom_id, method: 'POST', url, body });
