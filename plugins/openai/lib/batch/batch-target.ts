import * as rowOptions from '../bulk/rows';
import { readTemplate } from '../bulk/template';
import type { DefaultModel } from '../catalogue/models';
import type { Context, Operation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import type { Option } from '../options/option';
import { formatOf } from '../text/structured-output';
import { type Contents, type Endpoint, inspectContents, metadata, prompt, requests } from './batch-options';
import { readRequests } from './batch-requests';
import { ANSWERS_ARE_JSON } from './batch-results';
import { toBatchOutcome } from './batch-status';
import { type BatchRequest, type Created, createBatches } from './batch-upload';

/** A kind of request that batches can hold. */
interface Target {
  title: string;
  /** The endpoint, as in the catalogue. */
  path: '/chat/completions' | '/responses' | '/embeddings' | '/moderations' | '/images/generations';
  /** The default model. */
  default: DefaultModel;
  /** The options besides rows and template. */
  options: Record<string, Option>;
  /** Builds the request body for one row from the filled templates. */
  toBody(options: Contents & { prompt: string }, context: Context): object;
}

/** Defines the operation that creates a batch for a target. */
export function defineBatch(target: Target): Operation {
  return {
    summary: 'create the batch',
    title: target.title,
    needs: { endpoints: [target.path], default: target.default },

    required: [],
    options: { rows: rowOptions.rows, prompt, ...target.options, requests, metadata },
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
    transport: { countRequests: ({ count }: BatchRequest) => 2 * Math.ceil(count / 50_000) },

    buildRequest: (options: Contents, context) =>
      options.requests === undefined
        ? fromRows(target, options, context)
        : fromRequests(target, options.requests, options, context),

    send: (client, request: BatchRequest, call) => createBatches(client, request, call),

    toResult: ({ batches, left, trouble }: Created, _, { warn }) => {
      if (trouble)
        warn(
          'rows',
          `${left === 1 ? 'The last request was' : `The last ${countOf(left, 'request')} were`} not sent: ${trouble}`
        );
      const outcome = toBatchOutcome(batches);
      const message = batches.length === 1 ? 'Batch created successfully' : `${batches.length} batches created`;
      // The API counts the requests later, when it has validated the file.
      return { ...outcome, message, data: { ...outcome.data, ...(left > 0 && { not_sent: left }) } };
    },
  };
}

function fromRows(target: Target, options: Contents, context: Context): BatchRequest {
  const { rows = [], prompt: text = '', system_prompt = '', requests: _, metadata: described, ...parameters } = options;
  const templates = { prompt: readTemplate(text), system_prompt: readTemplate(system_prompt) };
  if (templates.prompt.fields.length + templates.system_prompt.fields.length === 0) {
    context.warn('prompt', 'The prompt contains no field such as [[name]], so every row sends the same request');
  }
  const toBody = (row: object) => {
    const filled = { prompt: templates.prompt.fill(row), system_prompt: templates.system_prompt.fill(row) };
    return addExtra(target.toBody({ ...parameters, ...filled }, context), context);
  };
  const endpoint: Endpoint = `/v1${target.path}`;
  return {
    endpoint,
    count: rows.length,
    weigh: () => 1,
    write: index => writeLine(`row-${index}`, endpoint, toBody(rows[index] ?? {})),
    bodies: function* () {
      for (const row of rows) yield toBody(row);
    },
    metadata: { ...described, ...(formatOf(options) !== 'text' && ANSWERS_ARE_JSON) },
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

const writeLine = (custom_id: string, url: string, body: object) =>
  JSON.stringify({ custom_id, method: 'POST', url, body });

/** The number of inputs of an embedding request; a string or a list of tokens is one. */
function countInputs(body: Record<string, unknown> = {}): number {
  const { input } = body;
  return Array.isArray(input) && typeof input[0] !== 'number' ? Math.max(1, input.length) : 1;
}

function requestsJson({ response_format }: Record<string, unknown>): boolean {
  const type: unknown = typeof response_format === 'object' && response_format && Reflect.get(response_format, 'type');
  return typeof type === 'string' && type.startsWith('json');
}
