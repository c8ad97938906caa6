import type { FileTemplates } from '../bulk/row-files';
import * as rowFiles from '../bulk/row-files';
import * as rowOptions from '../bulk/rows';
import { inspectTemplate } from '../bulk/template';
import type { Option, Problem } from '../options/option';
import * as shared from '../options/shared-options';
import { inspectSchema, type StructuredOptions } from '../text/structured-output';

/** The options of batches. */

/** The endpoints that batches support. */
export const ENDPOINTS = [
  '/v1/chat/completions',
  '/v1/responses',
  '/v1/embeddings',
  '/v1/moderations',
  '/v1/images/generations',
  '/v1/images/edits',
  '/v1/completions',
  '/v1/videos',
] as const;

export type Endpoint = (typeof ENDPOINTS)[number];

export const prompt: Option = {
  ...rowOptions.prompt,
  title: 'Prompt or input for each row',
};

export const requests: Option = {
  type: ['array', 'string'],
  title: 'Requests',
  description: 'Instead of rows: a JSON array or JSONL of requests, or of their bodies.',
  examples: ['[{ "messages": [{ "role": "user", "content": "Hi" }] }]'],
  minItems: 1,
  minLength: 1,
};

export const metadata: Option = {
  type: 'object',
  title: 'Metadata',
  description: 'Up to 15 key-value pairs that are stored with the batch.',
  examples: ['{ "table": "tickets" }'],
  maxProperties: 15,
  propertyNames: { maxLength: 64 },
  additionalProperties: { type: 'string', maxLength: 512 },
};

export const output_fields: Option = {
  ...rowOptions.output_fields,
  description: `Chat and respond: ${rowOptions.output_fields.description.replace(/^The/, 'the')}`,
};

export const json_schema: Option = {
  ...rowOptions.json_schema,
  description: 'Chat and respond: the schema of each answer.',
};
export const max_tokens: Option = {
  ...shared.max_tokens,
  description: 'Chat and respond: the token limit of each answer.',
};

export const AS_IN_CREATE = 'The same as in Create, to check the answers.';

export const batch_id: Option = {
  ...shared.anyId,
  type: ['string', 'array'],
  title: 'Batch ID',
  description: 'data.id of Create, or data.ids if there are several.',
  examples: ['{{queries.batch1.data.ids}}'],
  items: { type: 'string', pattern: shared.anyId.pattern },
  minItems: 1,
  accepts: 'a valid id, such as batch_abc123, or a JSON list of them',
};

export const originalRows: Option = {
  ...rowOptions.rows,
  description: 'The same rows as in Create, to return them with their answers.',
};

export { files, images } from '../bulk/row-files';

/** The contents of a batch: rows and a template, or finished requests. */
export interface Contents extends StructuredOptions, FileTemplates {
  fingerprint_field?: string;
  model: string;
  rows?: object[];
  prompt?: string;
  system_prompt?: string;
  requests?: unknown[] | string;
  metadata?: Record<string, string>;
}

/** Checks the contents of a batch except for finished requests. */
export function inspectContents(options: Contents): Problem[] {
  const { rows, prompt: template, requests: raw } = options;
  if (raw !== undefined) {
    if (rows === undefined && template === undefined) return [];
    const message = 'requests cannot be combined with rows or prompt; set one or the other';
    return [{ field: 'requests', message, allowed: ['requests alone', 'rows and prompt'] }];
  }
  const missing = Object.entries({ rows, prompt: template }).filter(([, value]) => value === undefined);
  return [
    ...missing.map(([field]) => ({
      field,
      message: `${field} is required unless requests is set`,
    })),
    ...inspectTemplate('prompt', template, rows, true),
    ...inspectTemplate('system_prompt', options.system_prompt, rows, true),
    ...rowFiles.inspectFileTemplates(options, rows),
    ...inspectSchema(options),
  ];
}
