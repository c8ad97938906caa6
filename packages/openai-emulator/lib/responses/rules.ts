import { ApiError, missingParameter, unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { findModel } from '../models/models';
import { checkEffort, samplesFreely } from '../models/reasoning';
import { checkNumber, requireParameters } from '../parameters/checks';
import { checkStrictSchema } from '../parameters/strict-schema';
import { checkTemplate } from './prompt-template';
import { checkResearch } from './research';

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

function checkSampling(body: JsonObject, model: string): void {
  const { effort } = isObject(body['reasoning']) ? body['reasoning'] : {};
  checkEffort(model, effort, 'reasoning.effort');
  if (samplesFreely(model, effort)) return;
  for (const name of ['temperature', 'top_p']) {
    if ((body[name] ?? 1) !== 1) throw unsupportedParameter(name);
  }
}

/** Rejects what the API rejects before it looks at any tool. */
export function checkResponse(body: JsonObject): void {
  const model = textOf(body['model']);
  if (!model && !isObject(body['prompt'])) throw missingParameter('model');
  checkInput(body);
  checkContinuation(body);
  checkResearch(body);
  const maximum = findModel(model)?.max_output_tokens ?? Number.MAX_SAFE_INTEGER;
  checkNumber(body, 'max_output_tokens', { minimum: 16, maximum, integer: true });
  checkSampling(body, model);
  checkTextFormat(body);
}
