import type { ChatCompletionContentPart, ChatCompletionContentPartImage } from 'openai/resources/chat/completions';
import { quoteText, toDataUrl } from '../files/file-content';
import { toReference } from '../images/image-edit-request';
import type { Context } from '../operation';
import type { LoadedFile } from '../types/file';

type Detail = ChatCompletionContentPartImage.ImageURL['detail'];

/** Images as content parts of a chat message; an uploaded image is sent by its file ID. */
export function toImageParts(files: LoadedFile[], detail?: Detail): ChatCompletionContentPart[] {
  return files.map(file => {
    const reference = toReference(file);
    return 'file_id' in reference
      ? { type: 'file', file: reference }
      : { type: 'image_url', image_url: { url: reference.image_url, ...(detail && { detail }) } };
  });
}

/** Documents as content parts of a chat message: PDF as a file, plain text as text under its file name. */
function toFileParts(files: LoadedFile[]): ChatCompletionContentPart[] {
  return files.map(file => {
    if ('file_id' in file) return { type: 'file', file: { file_id: file.file_id } };
    if ('api_link' in file) return { type: 'text', text: file.api_link };
    if (file.mime_type === 'text/plain') return { type: 'text', text: quoteText(file) };
    return { type: 'file', file: { filename: file.name, file_data: toDataUrl(file) } };
  });
}

/** The content of a user message: a plain string, which every server supports, unless there are images or files. */
export function toContent(
  prompt: string | undefined,
  images: LoadedFile[],
  files: LoadedFile[]
): string | ChatCompletionContentPart[] {
  if (images.length + files.length === 0) return prompt ?? '';
  return [
    ...(prompt === undefined ? [] : [{ type: 'text' as const, text: prompt }]),
    ...toImageParts(images),
    ...toFileParts(files),
  ];
}

/** The user message as the history holds it, where there is one: without the bytes of files, which would bloat the state of every app. */
export function toHistoryContent(
  { prompt, images = [], files = [] }: { prompt?: string; images?: LoadedFile[]; files?: LoadedFile[] },
  warn: Context['warn']
): string | ChatCompletionContentPart[] | undefined {
  if (prompt === undefined && images.length + files.length === 0) return undefined;
  const isLight = (file: LoadedFile) => !('bytes' in file) || file.mime_type === 'text/plain';
  if (![...images, ...files].every(isLight)) {
    warn(
      'message_history',
      'The returned history does not include images and documents; pass them again if the next turn needs them'
    );
  }
  return toContent(prompt, images.filter(isLight), files.filter(isLight));
}
