import type { FileLinks } from '../files/links';
import type { UploadedFiles } from '../files/uploaded-files';
import { isObject, type JsonObject, textOf } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { type Form, isMultipart, readForm } from '../http/multipart';
import { answerAsDallE, answerWithBase64, streamImages } from './answers';
import { createEditDrawer } from './edit-drawing';
import { readReferences, readUploads } from './edit-input';
import { checkImageEdit } from './edit-rules';
import { familyOf, readSize, suggestSize } from './limits';
import { readOrder, refuseUnsafePrompt } from './order';

const defaultModel = 'gpt-image-1.5';

function bodyOf({ body }: ApiRequest, form: Form | undefined): JsonObject {
  if (form) return form.fields;
  return isObject(body) ? body : {};
}

export async function answerImageEdit(request: ApiRequest, links: FileLinks, files: UploadedFiles): Promise<Answer> {
  const form = isMultipart(request) ? readForm(request) : undefined;
  const body = bodyOf(request, form);
  const model = textOf(body['model']) || defaultModel;
  checkImageEdit(body, model, form === undefined);
  const input = form ? await readUploads(form, model) : await readReferences(body, files);

  const family = familyOf(model);
  const [first] = input.images;
  const isFree = first && !/^\d+x\d+$/.test(textOf(body['size']));
  const order = readOrder(body, model, isFree ? suggestSize(family, first) : readSize(body['size']));
  refuseUnsafePrompt(order, request.id);
  const commission = { order, drawer: createEditDrawer(input, order), references: input.images };
  if (body['stream'] === true) return { events: streamImages(commission, 'image_edit', request.now) };
  if (family.isGptImage) return answerWithBase64(commission, request.now);
  return answerAsDallE(commission, request, links, { wantsBase64: body['response_format'] === 'b64_json' });
}
