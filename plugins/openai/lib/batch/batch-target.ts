import { joinRows } from '../bulk/join-rows';
import * as rowOptions from '../bulk/rows';
import { countStatus, type RowResult } from '../bulk/rows';
import type { Context, Operation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import { type Contents, files, images, inspectContents, metadata, prompt, requests } from './batch-options';
import { readRequests } from './batch-requests';
import { ANSWERS_ARE_JSON } from './batch-results';
import { toBatchOutcome } from './batch-status';
import { type BatchRequest, type Created, countBatches, createBatches } from './batch-upload';
import { fromRows, type Target, writeLine } from './row-batch';

/** Defines the operation that creates a batch for a target. */
export function defineBatch(target: Target): Operation {
  return {
    summary: 'create the batch',
    title: target.title,
    needs: { endpoints: [target.path], default: target.default },

    required: [],
    options: {
      rows: rowOptions.rows,
      prompt,
      ...target.options,
      ...(target.documents && { images, files }),
      requests,
      fingerprint_field: rowOptions.fingerprint_field,
      metadata,
    },
    checks: {
      inspect: (options: Contents, model) => {
        const problems = inspectContents(options);
        if (problems.length > 0 || options.requests === undefined) return problems;
        return readRequests(options.requests, model.id).problems;
      },
    },
    billing: {
      requests: function* ({ bodies, endpoint }: BatchRequest) {
        for (const body of bodies()) yield { endpoint: endpoint.replace(/^\/v1/, ''), body, batch: true };
      },
    },
    transport: {
      // The upload of each batch, and its creation.
      countRequests: (request: BatchRequest) => 2 * countBatches(request),
      previewMore: ({ count, unchanged }: BatchRequest) => (unchanged === undefined ? {} : { rows: count, unchanged }),
    },

    buildRequest: (options: Contents, context) =>
      options.requests === undefined
        ? fromRows(target, options, context)
        : fromRequests(target, options.requests, options, context),

    send: async (client, request: BatchRequest, call): Promise<Sent> => {
      const created = await createBatches(client, request, call);
      return { ...created, results: request.listResults?.(created) };
    },

    toResult: ({ batches, left, trouble, results }: Sent, options: Contents, { warn }) => {
      if (trouble) warn('rows', describeRest(left, trouble));
      const outcome = toBatchOutcome(batches);
      // The API counts the requests later, when it has validated the file.
      const data = { ...outcome.data, ...(left > 0 && { not_sent: left }) };
      return {
        ...outcome,
        message: describe(batches.length),
        data: { ...data, ...describeRows(results, options, warn) },
      };
    },
  };
}

/** What became of the requests of the batch that was not created. */
function describeRest(left: number, { reason, mayExist }: NonNullable<Created['trouble']>): string {
  const rest = left === 1 ? 'The last request' : `The last ${countOf(left, 'request')}`;
  const [verb, pronoun] = left === 1 ? ['was', 'it'] : ['were', 'them'];
  if (!mayExist) return `${rest} ${verb} not sent: ${reason}`;
  return `${rest} may have been sent: ${reason}. Look for another batch in your account before sending ${pronoun} again`;
}

/** What was created, and what became of each row where that is not the same for all. */
interface Sent extends Created {
  results: RowResult[] | undefined;
}

function describe(batches: number): string {
  if (batches === 0) return 'No batch was created, since no row has changed';
  return batches === 1 ? 'Batch created successfully' : `${batches} batches created`;
}

function describeRows(results: RowResult[] | undefined, options: Contents, warn: Context['warn']): object {
  if (!results) return {};
  const failed = countStatus(results, 'error');
  if (failed > 0)
    warn('rows', `${countOf(failed, 'row is', 'rows are')} not in any batch, since the files cannot be used`);
  return {
    rows: joinRows(options.rows ?? [], results, options, warn),
    unchanged: countStatus(results, 'unchanged'),
    failed,
  };
}

function fromRequests(
  target: Target,
  raw: NonNullable<Contents['requests']>,
  { model, metadata: described = {} }: Contents,
  context: Context
): BatchRequest {
  const { endpoint = `/v1${target.path}` as const, requests: parsed } = readRequests(raw, model);
  const entries = parsed.map(({ custom_id, body }) => ({ custom_id, body: addExtra(body, context) }));
  return {
    endpoint,
    count: entries.length,
    weigh: index => (endpoint === '/v1/embeddings' ? countInputs(entries[index]?.body) : 1),
    write: index => {
      const { custom_id = '', body = {} } = entries[index] ?? {};
      return writeLine(custom_id, endpoint, body);
    },
    bodies: () => entries.map(({ body }) => body),
    metadata: { ...described, ...(entries.some(({ body }) => requestsJson(body)) && ANSWERS_ARE_JSON) },
  };
}

/** The number of inputs of an embedding request; a string or a list of tokens is one. */
function countInputs(body: Record<string, unknown> = {}): number {
  const { input } = body;
  return Array.isArray(input) && typeof input[0] !== 'number' ? Math.max(1, input.length) : 1;
}

function requestsJson({ response_format }: Record<string, unknown>): boolean {
  const type: unknown = typeof response_format === 'object' && response_format && Reflect.get(response_format, 'type');
  return typeof type === 'string' && type.startsWith('json');
}
