import { ApiError, invalidValue, unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, numberOf, objectsIn, textOf } from '../http/json';
import { findModel } from '../models/models';
import { checkEffort, samplesFreely } from '../models/reasoning';
import { checkNumber, isAbsent, requireParameters } from '../parameters/checks';
import { checkStrictSchema } from '../parameters/strict-schema';
import { checkToolMessages } from './tool-messages';

const sampling: JsonObject = { temperature: 1, top_p: 1, presence_penalty: 0, frequency_penalty: 0 };

/** Models that reason take no sampling parameters, unless they were told not to. */
function checkSampling(body: JsonObject, model: string): void {
  if (samplesFreely(model, body['reasoning_effort'])) return;
  for (const [name, neutral] of Object.entries(sampling)) {
    if ((body[name] ?? neutral) === neutral) continue;
    if (name !== 'temperature') throw unsupportedParameter(name);
    throw new ApiError(
      `Unsupported value: 'temperature' does not support ${body[name]} with this model. Only the default (1) value is supported.`,
      { param: 'temperature', code: 'unsupported_value' }
    );
  }
}

function checkLimits(body: JsonObject, model: string): void {
  const known = findModel(model);
  if (known?.max_tokens === false && !isAbsent(body['max_tokens'])) {
    throw unsupportedParameter('max_tokens', " Use 'max_completion_tokens' instead.");
  }
  if (known?.stop === false && !isAbsent(body['stop'])) throw unsupportedParameter('stop');
  const most = known?.max_output_tokens;
  for (const name of ['max_tokens', 'max_completion_tokens']) {
    checkNumber(body, name, { minimum: 1, maximum: Number.MAX_SAFE_INTEGER, integer: true });
    if (most === undefined || numberOf(body[name], 0) <= most) continue;
    throw invalidValue(
      name,
      `${name} is too large: ${body[name]}. This model supports at most ${most} completion tokens, whereas you provided ${body[name]}.`
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

/** Rejects what the API rejects beside the shape of the request. */
export function checkChat(body: JsonObject): void {
  const model = textOf(body['model']);
  checkEffort(model, body['reasoning_effort'], 'reasoning_effort');
  if (numberOf(body['top_logprobs'], 0) > 0 && body['logprobs'] !== true) {
    throw new ApiError("The 'top_logprobs' parameter is only allowed when 'logprobs' is enabled.", {
      param: 'top_logprobs',
      code: 'invalid_value',
    });
  }
  checkLimits(body, model);
  checkSampling(body, model);
  checkToolMessages(objectsIn(body['messages']));
  checkResponseFormat(body);
  checkTools(body);
}
