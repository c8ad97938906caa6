import { isOwnModel, samplesFreely } from '../chat/rules';
import { ApiError, missingParameter, modelNotFound, unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { refuseMissingModel } from '../models/models';
import { checkChoice, checkNumber, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { checkStrictSchema } from '../parameters/strict-schema';
import { checkTemplate } from './prompt-template';
import { checkResearch } from './research';

const knownParameters = [
  'access_programs background context_management conversation image include input instructions max_output_tokens',
  'max_tool_calls metadata model moderation parallel_tool_calls previous_response_id prompt prompt_cache_key',
  'prompt_cache_options prompt_cache_retention reasoning safety_identifier service_tier store stream stream_options',
  'temperature text tool_choice tools top_logprobs top_p truncation user',
].flatMap(line => line.split(' '));

function checkContinuation(body: JsonObject): void {
  if (!body['conversation'] || !body['previous_response_id']) return;
  throw new ApiError(
    "Mutually exclusive parameters. Ensure you are only providing one of: 'previous_response_id' or 'conversation'.",
    { code: 'mutually_exclusive_parameters' }
  );
}

/** What is asked for may stand in a template, as the model may. */
function checkInput(body: JsonObject): void {
  checkTemplate(body['prompt']);
  if (isObject(body['prompt'])) return;
  if (typeof body['input'] !== 'string' && objectsIn(body['input']).length === 0) throw missingParameter('input');
}

function checkTextFormat(body: JsonObject): void {
  const text = isObject(body['text']) ? body['text'] : {};
  checkChoice({ 'text.verbosity': text['verbosity'] }, 'text.verbosity', ['low', 'medium', 'high']);
  const format = isObject(text['format']) ? text['format'] : {};
  if (format['type'] === 'json_object' && !/json/i.test(JSON.stringify([body['input'], body['instructions']]))) {
    throw new ApiError(
      "Response input messages must contain the word 'json' in some form to use 'text.format' of type 'json_object'.",
      { param: 'input' }
    );
  }
  if (format['type'] !== 'json_schema') return;
  requireParameters({ 'text.format.name': format['name'] }, ['text.format.name']);
  if (format['strict'] === true) {
    const owner = `response_format '${textOf(format['name'])}'`;
    checkStrictSchema(format['schema'], owner, 'text.format.schema', 'invalid_json_schema');
  }
}

function checkSampling(body: JsonObject): void {
  const reasoning = isObject(body['reasoning']) ? body['reasoning'] : {};
  const efforts = ['none', 'minimal', 'low', 'medium', 'high', 'xhigh', 'max'];
  checkChoice({ 'reasoning.effort': reasoning['effort'] }, 'reasoning.effort', efforts);
  if (samplesFreely({ model: body['model'], reasoning_effort: reasoning['effort'] })) return;
  for (const name of ['temperature', 'top_p']) {
    if ((body[name] ?? 1) !== 1) throw unsupportedParameter(name);
  }
}

/** Refuses what the API refuses before it looks at any tool. */
export function checkResponse(body: JsonObject): void {
  const model = textOf(body['model']);
  if (!model && !isObject(body['prompt'])) throw missingParameter('model');
  refuseMissingModel(model);
  if (/^(dall-e|gpt-image|text-embedding)/.test(model)) throw modelNotFound(model);
  if (isOwnModel(model)) refuseUnknownParameters(body, knownParameters);
  checkInput(body);
  checkContinuation(body);
  checkResearch(body);
  checkNumber(body, 'max_tool_calls', { minimum: 0, maximum: 1_000_000, integer: true });
  checkNumber(body, 'temperature', { minimum: 0, maximum: 2 });
  checkNumber(body, 'top_p', { minimum: 0, maximum: 1 });
  checkNumber(body, 'top_logprobs', { minimum: 0, maximum: 20, integer: true });
  checkNumber(body, 'max_output_tokens', { minimum: 16, maximum: 1_000_000, integer: true });
  checkSampling(body);
  checkTextFormat(body);
}
