import type { EasyInputMessage, ResponseInputContent, ResponseInputItem } from 'openai/resources/responses/responses';
import { quoteText, toDataUrl } from '../files/file-content';
import { toReference } from '../images/image-edit-request';
import type { LoadedFile } from '../types/file';

/** One turn of a conversation, as chat completions or the Responses API write it. */
export interface GivenTurn {
  role: 'user' | 'assistant' | 'system' | 'developer';
  content: string | GivenPart[];
}

/** One part of a turn. */
interface GivenPart {
  type: string;
  text?: string;
  image_url?: string | { url: string };
}

/** What a model is asked, from the fields of the form. */
export interface Asked {
  message_history?: GivenTurn[] | undefined;
  prompt?: string | undefined;
  images?: LoadedFile[] | undefined;
  files?: LoadedFile[] | undefined;
  /** Ids of image generation calls to go on from. */
  image_ids?: string | string[] | undefined;
  /** Items as the API takes them, put last. */
  input?: ResponseInputItem[] | undefined;
}

/** The items of a request, in the order they were said. */
export function toInput({
  message_history = [],
  prompt,
  images = [],
  files = [],
  image_ids,
  input = [],
}: Asked): ResponseInputItem[] {
  const parts: ResponseInputContent[] = [
    ...(prompt ? [{ type: 'input_text' as const, text: prompt }] : []),
    ...images.map(image => ({ type: 'input_image' as const, detail: 'auto' as const, ...toReference(image) })),
    ...files.map(toFilePart),
  ];
  const earlier = image_ids === undefined ? [] : [image_ids].flat();
  return [
    ...message_history.map(toMessage),
    ...(parts.length > 0 ? [{ role: 'user' as const, content: parts }] : []),
    // The API takes the id of an earlier call alone, where the SDK's type wants the whole of it.
    ...earlier.map(id => ({ type: 'image_generation_call', id }) as ResponseInputItem),
    ...input,
  ];
}

/** A turn as the API takes it. What an assistant said is its own text; as parts of an input the API refuses it. */
export function toMessage({ role, content }: GivenTurn): EasyInputMessage {
  if (typeof content === 'string') return { role, content };
  if (role === 'assistant') return { role, content: content.map(({ text = '' }) => text).join('') };
  return { role, content: content.map(toInputPart) };
}

/** Parts in the words of chat completions are put into those of the Responses API; its own stay as they are. */
function toInputPart(part: GivenPart): ResponseInputContent {
  const { type, text, image_url } = part;
  if (type === 'text') return { type: 'input_text', text: text ?? '' };
  if (type === 'image_url' && typeof image_url === 'object') {
    return { type: 'input_image', image_url: image_url.url, detail: 'auto' };
  }
  return part as ResponseInputContent;
}

function toFilePart(file: LoadedFile): ResponseInputContent {
  if ('file_id' in file) return { type: 'input_file', file_id: file.file_id };
  if ('api_link' in file) return { type: 'input_file', file_url: file.api_link };
  if (file.mime_type === 'text/plain') return { type: 'input_text', text: quoteText(file) };
  return { type: 'input_file', filename: file.name, file_data: toDataUrl(file) };
}
