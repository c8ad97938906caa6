import * as rowOptions from '../bulk/rows';
import { inspectTemplate } from '../bulk/template';
import type { Option, Problem } from '../options/option';
import * as shared from '../options/shared-options';
import { inspectSchema, type StructuredOptions } from '../text/structured-output';

/** What only batches are asked. */

/** The endpoints that batches are made for. */
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
  description: 'In place of rows: JSON list or JSONL of requests, or of their bodies.',
  examples: ['[{ "messages": [{ "role": "user", "content": "Hi" }] }]'],
  minItems: 1,
  minLength: 1,
};

export const metadata: Option = {
  type: 'object',
  title: 'Metadata',
  description: 'Kept with the batch: up to 15 texts by name.',
  examples: ['{ "table": "tickets" }'],
  maxProperties: 15,
  propertyNames: { maxLength: 64 },
  additionalProperties: { type: 'string', maxLength: 512 },
};

export const json_schema: Option = {
  ...rowOptions.json_schema,
  description: 'Chat and respond: what each answer follows.',
};
export const max_tokens: Option = { ...shared.max_tokens, description: 'Chat and respond: the most of each answer.' };

export const batch_id: Option = {
  ...shared.anyId,
  type: ['string', 'array'],
  title: 'Batch ID',
  description: 'data.id of Create, or data.ids where there are several.',
  examples: ['{{queries.batch1.data.ids}}'],
  items: { type: 'string', pattern: shared.anyId.pattern },
  minItems: 1,
  accepts: 'a valid id, such as batch_abc123, or a JSON list of them',
};

export const joined_rows: Option = {
  ...rowOptions.rows,
  description: 'The rows of Create again, to get them back with their answers.',
};

/** What every batch is made of: rows with a template, or requests as they are. */
export interface Contents extends StructuredOptions {
  model: string;
  rows?: object[];
  prompt?: string;
  system_prompt?: string;
  requests?: unknown[] | string;
  metadata?: Record<string, string>;
}

/** What is wrong with the contents besides the requests themselves. */
export function inspectContents(given: Contents): Problem[] {
  const { rows, prompt: template, requests: raw } = given;
  if (raw !== undefined) {
    if (rows === undefined && template === undefined) return [];
    const message = 'requests is given beside rows or prompt; a batch is made of the one or of the other';
    return [{ field: 'requests', message, allowed: ['requests alone', 'rows and prompt'] }];
  }
  const missing = Object.entries({ rows, prompt: template }).filter(([, value]) => value === undefined);
  return [
    ...missing.map(([field]) => ({
      field,
      message: `${field} is required, or requests in the place of rows and prompt`,
    })),
    ...inspectTemplate('prompt', template, rows, true),
    ...inspectTemplate('system_prompt', given.system_prompt, rows, true),
    ...inspectSchema(given),
  ];
}
