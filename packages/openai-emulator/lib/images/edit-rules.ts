import { ApiError, invalidValue } from '../http/api-error';
import type { JsonObject } from '../http/json';
import { checkChoice, refuseUnknownParameters } from '../parameters/checks';
import { checkImageOptions, checkPrompt, familyOf } from './limits';

const dallEParameters = ['model', 'prompt', 'n', 'size', 'user', 'response_format'];
const gptParameters = [
  ...['model', 'prompt', 'n', 'size', 'quality', 'background', 'output_format', 'output_compression'],
  ...['input_fidelity', 'partial_images', 'stream', 'user', 'safety_identifier'],
  ...['complexity', 'frame_count', 'frame_duration_ms', 'svg'],
];
const jsonParameters = ['images', 'mask', 'moderation'];
const modelWithoutFidelity = /^gpt-image-2(?!\.)/;
const modelOfLowFidelity = /^gpt-image-1-mini/;

/** How faithfully given pictures are kept, which not every model lets one choose. */
export function checkFidelity(body: JsonObject, model: string): void {
  const fidelity = body['input_fidelity'];
  if (fidelity === undefined) return;
  const type = 'image_generation_user_error';
  const place = { type, param: 'input_fidelity', code: 'invalid_input_fidelity_model' };
  if (modelWithoutFidelity.test(model)) {
    throw new ApiError(`The model '${model}' does not support the 'input_fidelity' parameter.`, place);
  }
  checkChoice(body, 'input_fidelity', ['high', 'low']);
  if (fidelity === 'high' && modelOfLowFidelity.test(model)) {
    throw new ApiError(`input_fidelity 'high' is not supported for model '${model}'.`, place);
  }
}

function listParameters(model: string, isJson: boolean): string[] {
  const own = isJson ? jsonParameters : [];
  if (model === 'dall-e-2') return dallEParameters;
  if (familyOf(model).isGptImage) return [...gptParameters, ...own];
  return [...gptParameters, ...own, 'response_format', 'moderation', 'style'];
}

/** Refuses what the API refuses to do with pictures, whichever they are. */
export function checkImageEdit(body: JsonObject, model: string, isJson: boolean): void {
  if (model === 'dall-e-3') throw invalidValue('model', `The model '${model}' does not support image edits.`);
  if (model === 'dall-e-2' && isJson) {
    throw invalidValue('model', `The model '${model}' takes image edits as multipart/form-data only.`);
  }
  const family = familyOf(model);
  refuseUnknownParameters(body, listParameters(model, isJson));
  checkPrompt(body, family);
  checkFidelity(body, model);
  checkImageOptions(body, family);
}
