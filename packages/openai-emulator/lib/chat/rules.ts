import { ApiError, modelNotFound, unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { refuseMissingModel } from '../models/models';
import { checkChoice, checkNumber, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { checkStrictSchema } from '../parameters/strict-schema';

const knownParameters = [
  'messages model audio frequency_penalty function_call functions logit_bias logprobs max_completion_tokens max_tokens',
  'metadata modalities moderation n parallel_tool_calls prediction presence_penalty prompt_cache_key',
  'prompt_cache_options prompt_cache_retention reasoning_effort response_format safety_identifier seed service_tier',
  'stop store stream stream_options temperature tool_choice tools top_logprobs top_p user verbosity web_search_options',
].flatMap(line => line.split(' '));

const ownModel = /^(gpt-|chatgpt-|o\d)/;
const reasoningModel = /^(o\d|gpt-5|gpt-6)(?!.*-chat)/;
const modelThatMayNotReason = /^(gpt-5\.\d|gpt-6)(?!.*-(pro|codex))/;
const modelThatReasonsOnRequest = /^gpt-5\.[1-4]\b(?!.*-(pro|codex))/;
const fixedForReasoning = ['temperature', 'top_p', 'presence_penalty', 'frequency_penalty'];
const reasoningTokens: Record<string, number> = { low: 32, medium: 64, high: 128, xhigh: 256, max: 512 };
const neutralValues: JsonObject = { temperature: 1, top_p: 1, presence_penalty: 0, frequency_penalty: 0 };

/** Compatible servers, which serve other models, have parameters of their own. */
export function isOwnModel(model: string): boolean {
  return ownModel.test(model);
}

/** The effort that a model spends on a request; undefined for models that do not reason. */
export function effortOf(body: JsonObject): string | undefined {
  const model = textOf(body['model']);
  if (!reasoningModel.test(model)) return undefined;
  return textOf(body['reasoning_effort']) || (modelThatReasonsOnRequest.test(model) ? 'none' : 'medium');
}

/** Models that reason take no sampling parameters, unless they were told not to reason. */
export function samplesFreely(body: JsonObject): boolean {
  const effort = effortOf(body);
  return effort === undefined || (effort === 'none' && modelThatMayNotReason.test(textOf(body['model'])));
}

/** Tokens spent on thinking, within what the limit of the answer leaves. */
export function countReasoningTokens(body: JsonObject, maxTokens: number | undefined): number {
  // A model thinks within the same limit; half of it at most here, so that a small limit still shows some text.
  const thinkingLimit = Math.floor((maxTokens ?? Number.MAX_SAFE_INTEGER) / 2);
  return Math.min(reasoningTokens[effortOf(body) ?? 'none'] ?? 0, thinkingLimit);
}

function checkReasoningModel(body: JsonObject): void {
  if (effortOf(body) === undefined) return;
  if (body['max_tokens'] !== undefined && body['max_tokens'] !== null) {
    throw unsupportedParameter('max_tokens', " Use 'max_completion_tokens' instead.");
  }
  if (samplesFreely(body)) return;
  if (/^o[34]/.test(textOf(body['model'])) && body['stop'] !== undefined && body['stop'] !== null)
    throw unsupportedParameter('stop');
  for (const name of fixedForReasoning) {
    const value = body[name] ?? neutralValues[name];
    if (value === neutralValues[name]) continue;
    if (name !== 'temperature') throw unsupportedParameter(name);
    throw new ApiError(
      `Unsupported value: 'temperature' does not support ${value} with this model. Only the default (1) value is supported.`,
      { param: 'temperature', code: 'unsupported_value' }
    );
  }
}

function checkMessages(messages: unknown): void {
  if (!Array.isArray(messages) || messages.length === 0) {
    throw new ApiError("Invalid 'messages': empty array. Expected an array with minimum length 1.", {
      param: 'messages',
      code: 'empty_array',
    });
  }
  messages.forEach((message: unknown, index) => {
    const place = `messages[${index}]`;
    if (!isObject(message))
      throw new ApiError(`Invalid type for '${place}': expected an object.`, { param: place, code: 'invalid_type' });
    requireParameters({ [`${place}.role`]: message['role'] }, [`${place}.role`]);
    checkChoice({ [`${place}.role`]: message['role'] }, `${place}.role`, [
      'system',
      'developer',
      'user',
      'assistant',
      'tool',
      'function',
    ]);
  });
}

function checkStop(stop: unknown): void {
  if (Array.isArray(stop) && stop.length > 4) {
    throw new ApiError(
      `Invalid 'stop': array too long. Expected an array with maximum length 4, but got an array with length ${stop.length} instead.`,
      { param: 'stop', code: 'array_above_max_length' }
    );
  }
}

function checkResponseFormat(body: JsonObject): void {
  const format = isObject(body['response_format']) ? body['response_format'] : {};
  if (format['type'] === 'json_object' && !/json/i.test(JSON.stringify(body['messages']))) {
    throw new ApiError(
      "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'.",
      { param: 'messages' }
    );
  }
  if (format['type'] !== 'json_schema') return;
  const named = isObject(format['json_schema']) ? format['json_schema'] : {};
  requireParameters({ 'response_format.json_schema.name': named['name'] }, ['response_format.json_schema.name']);
  if (named['strict'] === true) {
    checkStrictSchema(named['schema'], `response_format '${textOf(named['name'])}'`, 'response_format');
  }
}

function checkTools(body: JsonObject): void {
  objectsIn(body['tools']).forEach((tool, index) => {
    const described = isObject(tool['function']) ? tool['function'] : {};
    if (described['strict'] !== true) return;
    const place = `tools[${index}].function.parameters`;
    checkStrictSchema(
      described['parameters'],
      `function '${textOf(described['name'])}'`,
      place,
      'invalid_function_parameters'
    );
  });
}

/** Refuses what the API refuses, in its words. */
export function checkChat(body: JsonObject): void {
  if (typeof body['model'] !== 'string' || !body['model']) throw new ApiError('you must provide a model parameter');
  refuseMissingModel(body['model']);
  if (/^(dall-e|gpt-image|text-embedding)/.test(body['model'])) throw modelNotFound(body['model']);
  requireParameters(body, ['messages']);
  if (isOwnModel(body['model'])) refuseUnknownParameters(body, knownParameters);
  checkMessages(body['messages']);
  checkNumber(body, 'temperature', { minimum: 0, maximum: 2 });
  checkNumber(body, 'top_p', { minimum: 0, maximum: 1 });
  checkNumber(body, 'frequency_penalty', { minimum: -2, maximum: 2 });
  checkNumber(body, 'presence_penalty', { minimum: -2, maximum: 2 });
  checkNumber(body, 'n', { minimum: 1, maximum: 128, integer: true });
  checkNumber(body, 'max_tokens', { minimum: 1, maximum: 1_000_000, integer: true });
  checkNumber(body, 'max_completion_tokens', { minimum: 1, maximum: 1_000_000, integer: true });
  checkChoice(body, 'verbosity', ['low', 'medium', 'high']);
  checkChoice(body, 'reasoning_effort', ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max']);
  checkStop(body['stop']);
  checkReasoningModel(body);
  checkResponseFormat(body);
  checkTools(body);
}
