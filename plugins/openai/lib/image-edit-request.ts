import type OpenAI from 'openai';
import type { ImageEditParamsNonStreaming, ImagesResponse } from 'openai/resources/images';
import type { Knowledge } from './catalogue';
import { type FileContent, type LoadedFile, toDataUrl, toUpload } from './load-files';

/** What an edit hands in besides its parameters. */
export interface EditInputs {
  image: LoadedFile[];
  mask?: LoadedFile[] | undefined;
}

type Parameters = Omit<ImageEditParamsNonStreaming, 'image' | 'mask'>;

/** An image in a JSON request. */
export type ImageReference = { image_url: string } | { file_id: string };

/** The endpoint's JSON body, which the SDK's types do not have. */
export type EditBody = Parameters & { images: ImageReference[]; mask?: ImageReference };

/** An edit as a form or as JSON. */
export type EditRequest = ImageEditParamsNonStreaming | EditBody;

/** A file as the API's JSON requests name it. */
export function toReference(file: LoadedFile): ImageReference {
  if ('file_id' in file) return { file_id: file.file_id };
  return { image_url: 'api_link' in file ? file.api_link : toDataUrl(file) };
}

const isContent = (file: LoadedFile): file is FileContent => 'bytes' in file;

/**
 * JSON where a form cannot hold what was handed in, and, with GPT Image models, where all of it came as base64: sending
 * the text on as it is took 0.4 of the time of decoding it into a form (10 MB, bench/upload.ts). A form elsewhere, since
 * compatible servers know nothing else.
 */
export function toEditRequest(same: Parameters, { image, mask = [] }: EditInputs, { family }: Knowledge): EditRequest {
  const files = [...image, ...mask];
  const contents = files.filter(isContent);
  const isText = family?.json_edits === true && contents.every(({ base64 }) => base64 !== undefined);
  const [over] = mask;
  if (contents.length < files.length || isText || 'moderation' in same) {
    return { ...same, images: image.map(toReference), ...(over && { mask: toReference(over) }) };
  }
  const uploads = image.filter(isContent).map(toUpload);
  const [first] = uploads;
  return {
    ...same,
    image: uploads.length === 1 && first ? first : uploads,
    ...(over && isContent(over) && { mask: toUpload(over) }),
  };
}

/** Sends an edit of either kind. */
export function sendEdit(client: OpenAI, request: EditRequest, signal: AbortSignal): Promise<ImagesResponse> {
  return 'images' in request
    ? client.post('/images/edits', { body: request, signal })
    : client.images.edit(request, { signal });
}

/** Sends an edit of either kind whose answer is to come in pieces. */
export function openEdit(client: OpenAI, request: EditRequest, signal: AbortSignal): Promise<Response> {
  return 'images' in request
    ? client.post('/images/edits', { body: { ...request, stream: true }, stream: true, signal }).asResponse()
    : client.images.edit({ ...request, stream: true }, { signal }).asResponse();
}
