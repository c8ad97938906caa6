import type OpenAI from 'openai';
import type { ImageEditParamsNonStreaming, ImagesResponse } from 'openai/resources/images';
import { toDataUrl, toUpload } from '../files/load-files';
import { toForm } from '../transport/form';
import type { FileContent, LoadedFile } from '../types/file';

/** What an edit hands in besides its parameters. */
export interface EditInputs {
  image: LoadedFile[];
  mask?: LoadedFile[] | undefined;
  markup?: LoadedFile[] | undefined;
}

type Parameters = Omit<ImageEditParamsNonStreaming, 'image' | 'mask' | 'markup'>;

/** An image in a JSON request. */
export type ImageReference = { image_url: string } | { file_id: string };

/** The endpoint's JSON body, which the SDK's types do not have. */
type EditBody = Parameters & { images: ImageReference[]; mask?: ImageReference };

/** An edit as a form or as JSON. */
export type EditRequest = ImageEditParamsNonStreaming | EditBody;

/** A file as the API's JSON requests name it. */
export function toReference(file: LoadedFile): ImageReference {
  if ('file_id' in file) return { file_id: file.file_id };
  return { image_url: 'api_link' in file ? file.api_link : toDataUrl(file) };
}

const isContent = (file: LoadedFile): file is FileContent => 'bytes' in file;

/**
 * JSON where a form cannot hold what was handed in: ids, links for the API to read, `moderation`. A form elsewhere: every
 * server takes it, it is a quarter shorter, and 10 MB took 0.87 of JSON's time (bench/upload.ts).
 */
export function toEditRequest(same: Parameters, { image, mask = [], markup = [] }: EditInputs): EditRequest {
  const [over] = mask;
  const [drawnOver] = markup;
  const contents = image.filter(isContent);
  if (contents.length < image.length || (over && !isContent(over)) || 'moderation' in same) {
    return { ...same, images: image.map(toReference), ...(over && { mask: toReference(over) }) };
  }
  const uploads = contents.map(toUpload);
  const [first] = uploads;
  return {
    ...same,
    image: uploads.length === 1 && first ? first : uploads,
    ...(over && { mask: toUpload(over) }),
    ...(drawnOver && isContent(drawnOver) && { markup: toUpload(drawnOver) }),
  };
}

const toBody = (request: object) => ('images' in request ? request : toForm(request));

/** Sends an edit of either kind. */
export function sendEdit(client: OpenAI, request: EditRequest, signal: AbortSignal): Promise<ImagesResponse> {
  return client.post('/images/edits', { body: toBody(request), signal });
}

/** Sends an edit of either kind whose answer is to come in pieces. */
export function openEdit(client: OpenAI, request: EditRequest, signal: AbortSignal): Promise<Response> {
  return client.post('/images/edits', { body: toBody({ ...request, stream: true }), signal }).asResponse();
}
