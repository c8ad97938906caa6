import type OpenAI from 'openai';
import type { BillableRequest } from '../cost/cost-bound';
import { addUsages } from '../cost/usage';
import { type ApiResponse, readApiResponse } from '../files/api-response';
import { toUpload } from '../files/file-content';
import { file as anyFile } from '../files/file-options';
import { type SaveTo, save_to } from '../files/save-to';
import { defineOperation } from '../operation';
import { addExtra } from '../options/extra-parameters';
import type { Problem } from '../options/option';
import { anyId } from '../options/shared-options';
import { findPathFault } from '../transport/api-path';
import { Form, toForm } from '../transport/form';
import type { LoadedFile } from '../types/file';

interface Options {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  query?: Record<string, unknown>;
  body?: Record<string, unknown>;
  file?: LoadedFile[];
  file_field: string;
  save_to?: SaveTo;
}

interface Request extends Pick<Options, 'method' | 'path'> {
  query: Record<string, unknown>;
  body?: Record<string, unknown> | Form;
}

export const apiRequest = defineOperation<Options, Request, ApiResponse, unknown>({
  summary: 'send the request',
  title: 'API request',

  required: ['path'],
  options: {
    method: {
      type: 'string',
      title: 'Method',
      description:
        'GET and DELETE are retried after temporary failures; other methods only if the server did not process the request.',
      enum: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
      default: 'GET',
    },
    path: {
      type: 'string',
      trim: true,
      title: 'Path',
      description: 'The path after the base URL.',
      examples: ['/fine_tuning/jobs'],
    },
    query: {
      type: 'object',
      title: 'Query',
      description: 'Query parameters as JSON.',
      examples: ['{ "limit": 20 }'],
    },
    body: {
      type: 'object',
      title: 'Body',
      description: 'JSON; sent as form fields if there is a file.',
      examples: ['{ "model": "...", "prompt": "..." }'],
      long: true,
    },
    file: {
      ...anyFile,
      description: 'Sends a multipart form with this file, or a list of files, passed as in other file fields.',
      files: { ...anyFile.files, max_count: 20 },
    },
    file_field: {
      ...anyId,
      pattern: '^[\\w.[\\]-]+$',
      title: 'File field',
      description: 'The name of the form field for the file.',
      examples: ['input_reference'],
      default: 'file',
      accepts: 'a valid name, such as file or image[]',
    },
    save_to,
  },
  checks: { inspect },
  billing: { requests: toBillableRequests },
  transport: {
    errorIsData: true,
    ifMissing: 'Check the path: it is appended to the base URL, which usually ends in /v1 already.',
    countRequests: () => 1,
  },

  buildRequest: ({ method, path, query, body, file, file_field }, context) => {
    const isRead = method === 'GET' || (method === 'DELETE' && !body);
    const whole = isRead ? { ...body } : addExtra({ ...body }, context);
    const hasBody = body !== undefined || Object.keys(whole).length > 0;
    return {
      method,
      path: path.startsWith('/') ? path : `/${path}`,
      query: isRead ? addExtra({ ...query }, context) : { ...query },
      ...(file ? { body: addFiles(toForm(whole), file, file_field) } : hasBody && { body: whole }),
    };
  },

  send: (client, request, call) =>
    call.attempt(async () => readApiResponse(await sendIt(client, request, call.signal))),

  toResult: ({ status, body }) => {
    const { id, model, usage }: { id?: unknown; model?: unknown; usage?: unknown } = { ...Object(body) };
    return {
      message: `The server responded with HTTP ${status}`,
      data: body,
      ...(typeof id === 'string' && { id }),
      ...(typeof model === 'string' && { model }),
      ...(typeof usage === 'object' && { usage: addUsages([usage]) }),
      raw: { status },
    };
  },
});

/** GET is free; the cost of a form is unknown. */
function toBillableRequests({ method, path, body }: Request): BillableRequest[] | undefined {
  if (method === 'GET' || method === 'DELETE') return [];
  return body instanceof Form ? undefined : [{ endpoint: path, body: body ?? {} }];
}

const VERBS = { GET: 'get', POST: 'post', PUT: 'put', PATCH: 'patch', DELETE: 'delete' } as const;

function sendIt(client: OpenAI, { method, path, query, body }: Request, signal: AbortSignal): Promise<Response> {
  return client.request({ method: VERBS[method], path, query, ...(body && { body }), signal }).asResponse();
}

function inspect({ method = 'GET', path, body, file }: Partial<Options>): Problem[] {
  const problems: Problem[] = [];
  const fault = path === undefined ? undefined : findPathFault(path);
  if (fault) problems.push({ field: 'path', message: `path ${fault}`, allowed: ['a path such as /files'] });
  const allowed = ['POST', 'PUT', 'PATCH'];
  if (file && method === 'DELETE')
    problems.push({ field: 'file', message: 'file is not supported with method DELETE', allowed });
  if (method === 'GET') {
    for (const [field, value] of Object.entries({ body, file })) {
      if (value !== undefined)
        problems.push({
          field,
          message: `${field} is not supported with method GET; set method to ${allowed.join(', ')}`,
          allowed,
        });
    }
  }
  if (body?.['stream'] === true) {
    const message = 'body.stream is not supported; leave it out';
    problems.push({ field: 'body.stream', message, allowed: ['false'] });
  }
  return problems;
}

function addFiles(form: Form, files: LoadedFile[], name: string): Form {
  for (const file of files) if ('bytes' in file) form.append(name, toUpload(file));
  return form;
}
