import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import type { ApiRequest } from '../http/messages';
import { type Form, isMultipart, readForm } from '../http/multipart';
import { checkModelExists, checkModelFits, findModel, type ModelRange } from '../models/models';
import { checkBody } from '../parameters/check-shape';
import { readTypedFields } from '../parameters/form-fields';
import { checkEmulated } from '../parameters/not-emulated';
import type { Reference } from '../parameters/shape';
import { findBodyShape } from '../parameters/shape-table';

function bodyOfForm(form: Form, shape: Reference): JsonObject {
  Object.assign(form.fields, readTypedFields(form.fields, shape));
  const files = [...form.files].map(([name, sent]) => {
    const contents = sent.map(({ bytes }) => bytes);
    return name.endsWith('[]') ? [name.slice(0, -2), contents] : [name, contents[0]];
  });
  return { ...form.fields, ...Object.fromEntries(files) };
}

/** The only model of an endpoint that was retired with it. */
const onlyModels: Record<string, string> = { '/images/variations': 'dall-e-2' };

function checkModels(body: JsonObject, endpoint: string, range: ModelRange, now: Date): void {
  const model = textOf(body['model']) || (onlyModels[endpoint] ?? '');
  if (model) {
    checkModelExists(model, range, now);
    checkModelFits(model, endpoint);
  }
  for (const tool of objectsIn(body['tools'])) {
    const drawing = tool['type'] === 'image_generation' ? textOf(tool['model']) : '';
    if (drawing) checkModelExists(drawing, range, now);
  }
}

/** Checks what can be said of a request before anybody answers it: its model, and the shape of its body. */
export function createRequestCheck(range: ModelRange): (request: ApiRequest) => void {
  return request => {
    const { method, path, now } = request;
    const endpoint = path.replace(/^\/v1/, '');
    const isForm = isMultipart(request);
    const shape = findBodyShape(method, endpoint, isForm);
    if (shape === undefined) return;
    const body = isForm ? bodyOfForm(readForm(request), shape) : request.body;
    if (!isObject(body)) return;
    checkEmulated(body, endpoint);
    checkModels(body, endpoint, range, now);
    const model = textOf(body['model']);
    checkBody(body, shape, { takesUnknown: range === 'any' && model !== '' && findModel(model) === undefined });
  };
}
