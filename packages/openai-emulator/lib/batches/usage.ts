import type { BatchUsage } from 'openai/resources/batches';
import { isObject, type JsonObject, numberOf } from '../http/json';

export const noUsage: BatchUsage = {
  input_tokens: 0,
  input_tokens_details: { cached_tokens: 0 },
  output_tokens: 0,
  output_tokens_details: { reasoning_tokens: 0 },
  total_tokens: 0,
};

/** The first of these numbers that an answer has. */
function pick(usage: JsonObject, ...names: string[]): number {
  return numberOf(
    names.map(name => usage[name]).find(value => typeof value === 'number'),
    0
  );
}

function detailsIn(usage: JsonObject, ...names: string[]): JsonObject {
  return names.map(name => usage[name]).find(isObject) ?? {};
}

/** Adds what one answer cost, whichever endpoint gave it. */
export function addUsage(sum: BatchUsage, body: unknown): BatchUsage {
  const usage = isObject(body) && isObject(body['usage']) ? body['usage'] : {};
  const input = pick(usage, 'input_tokens', 'prompt_tokens');
  const output = pick(usage, 'output_tokens', 'completion_tokens');
  const cached = pick(detailsIn(usage, 'input_tokens_details', 'prompt_tokens_details'), 'cached_tokens');
  const reasoning = pick(detailsIn(usage, 'output_tokens_details', 'completion_tokens_details'), 'reasoning_tokens');
  return {
    input_tokens: sum.input_tokens + input,
    input_tokens_details: { cached_tokens: sum.input_tokens_details.cached_tokens + cached },
    output_tokens: sum.output_tokens + output,
    output_tokens_details: { reasoning_tokens: sum.output_tokens_details.reasoning_tokens + reasoning },
    total_tokens: sum.total_tokens + input + output,
  };
}
