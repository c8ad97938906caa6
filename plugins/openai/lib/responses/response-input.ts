import type { ResponseInputContent, ResponseInputItem } from 'openai/resources/responses/responses';
import { quoteText, toDataUrl } from '../files/file-content';
import { toReference } from '../images/image-edit-request';
import type { LoadedFile } from '../types/file';
import { type HistoryEntry, toHistoryItems } from './history-items';

/** The input of a request, by option. */
export interface InputOptions {
  message_history?: HistoryEntry[] | undefined;
  prompt?: string | undefined;
  images?: LoadedFile[] | undefined;
  files?: LoadedFile[] | undefined;
  /** The ids of image generation calls to continue from. */
  image_ids?: string | string[] | undefined;
  /** Items in the format of the API, added last. */
  input?: ResponseInputItem[] | undefined;
}

/** Builds the input items of a request. */
export function toInput({
  message_history = [],
  prompt,
  images = [],
  files = [],
  image_ids,
  input = [],
}: InputOptions): ResponseInputItem[] {
  const parts: ResponseInputContent[] = [
    ...(prompt ? [{ type: 'input_text' as const, text: prompt }] : []),
    ...images.map(image => ({ type: 'input_image' as const, detail: 'auto' as const, ...toReference(image) })),
    ...files.map(toFilePart),
  ];
  const imageIds = image_ids === undefined ? [] : [image_ids].flat();
  return [
    ...toHistoryItems(message_history),
    ...(parts.length > 0 ? [{ role: 'user' as const, content: parts }] : []),
    // The id alone, as in OpenAI's guide to the image generation tool (Using image ID); the SDK's type wants the whole call.
    ...imageIds.map(id => ({ type: 'image_generation_call', id }) as ResponseInputItem),
    ...input,
  ];
}

function toFilePart(file: LoadedFile): ResponseInputContent {
  if ('file_id' in file) return { type: 'input_file', file_id: file.file_id };
  if ('api_link' in file) return { type: 'input_file', file_url: file.api_link };
  if (file.mime_type === 'text/plain') return { type: 'input_text', text: quoteText(file) };
  return { type: 'input_file', filename: file.name, file_data: toDataUrl(file) };
}
