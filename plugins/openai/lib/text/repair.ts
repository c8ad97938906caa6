import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import type { UnusableResponse } from '../failures/failure';
import type { Context } from '../operation';
import type { Option } from '../options/option';
import { asksForJson, type StructuredOptions, schemaOf } from './structured-output';

/** The option of operations whose answers can be sent back to be corrected. */
export interface RepairOptions {
  repair?: number;
}

export const repair: Option = {
  type: 'integer',
  title: 'Repair',
  description:
    'Sends an answer that does not fit the schema back to the model, at most 1 or 2 times. Every attempt is billed.',
  examples: ['1'],
  minimum: 0,
  maximum: 2,
};

type Parameters = ChatCompletionCreateParamsNonStreaming;

interface Rejected {
  request: Parameters;
  options: StructuredOptions;
  text: string;
  fault: string;
}

const REPAIRABLE = ['schema_mismatch', 'invalid_json'];

/** Characters of what a model is told of its answer. */
const MAX_FAULT = 2000;

/** As long as what a model is told of its answer may be. */
export const LONGEST_FAULT = 'x'.repeat(MAX_FAULT);

/** What is wrong with an answer that can be sent back. */
export function faultOf({ code, text, reason }: UnusableResponse): { text: string; fault: string } | undefined {
  return REPAIRABLE.includes(code) && text ? { text, fault: reason.slice(0, MAX_FAULT) } : undefined;
}

/** How often an answer may be sent back. */
export function countRepairs({ repair: times = 0, ...options }: RepairOptions & StructuredOptions): number {
  return asksForJson(options) ? times : 0;
}

/** Warns of a repair that can never happen. */
export function warnOfRepair(options: RepairOptions & StructuredOptions, warn: Context['warn']): void {
  if (options.repair && countRepairs(options) === 0)
    warn('repair', 'Answers are only repaired when output_fields, json_schema or response_format asks for JSON');
}

/** Longer schemas are only in the request, which the server may have ignored. */
const MAX_SCHEMA = 20_000;

/** What the model is told of its answer. */
export function writeFault(options: StructuredOptions, fault: string): string {
  const schema = JSON.stringify(schemaOf(options)?.schema ?? '');
  const asked = schema.length > 2 && schema.length <= MAX_SCHEMA ? `\nThe JSON schema: ${schema}` : '';
  return `${fault}. Answer again with the whole corrected JSON and nothing else.${asked}`;
}

/** How the answer of a chat completion is sent back. Its tools are not called once more. */
export const chatRepair = {
  count: countRepairs,
  follow: ({ request, options, text, fault }: Rejected): Parameters => ({
    ...request,
    messages: [
      ...request.messages,
      { role: 'assistant', content: text },
      { role: 'user', content: writeFault(options, fault) },
    ],
    ...(request.tools && { tool_choice: 'none' }),
  }),
};
