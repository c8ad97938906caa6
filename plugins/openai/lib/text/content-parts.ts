import type { ChatCompletionContentPart, ChatCompletionContentPartImage } from 'openai/resources/chat/completions';
import { quoteText, toDataUrl } from '../files/load-files';
import { toReference } from '../images/image-edit-request';
import type { Context } from '../operation';
import type { LoadedFile } from '../types/file';

type Detail = ChatCompletionContentPartImage.ImageURL['detail'];

/** Images as chat completions look at them; an image kept at the API goes as a file. */
export function toImageParts(files: LoadedFile[], detail?: Detail): ChatCompletionContentPart[] {
  return files.map(file => {
    const reference = toReference(file);
    return 'file_id' in reference
      ? { type: 'file', file: reference }
      : { type: 'image_url', image_url: { url: reference.image_url, ...(detail && { detail }) } };
  });
}

/** Documents as chat completions read them: PDF as a file, plain text as text with its name. */
function toFileParts(files: LoadedFile[]): ChatCompletionContentPart[] {
  return files.map(file => {
    if ('file_id' in file) return { type: 'file', file: { file_id: file.file_id } };
    if ('api_link' in file) return { type: 'text', text: file.api_link };
    if (file.mime_type === 'text/plain') return { type: 'text', text: quoteText(file) };
    return { type: 'file', file: { filename: file.name, file_data: toDataUrl(file) } };
  });
}

/** What a user says: the bare prompt, which every server takes, or parts where there is something to look at. */
export function toContent(
  prompt: string,
  images: LoadedFile[],
  files: LoadedFile[]
): string | ChatCompletionContentPart[] {
  if (images.length + files.length === 0) return prompt;
  return [{ type: 'text', text: prompt }, ...toImageParts(images), ...toFileParts(files)];
}

/** What of a turn is kept in the history: images and documents that are here would weigh on every app that binds it. */
export function toKeptContent(
  { prompt, images = [], files = [] }: { prompt: string; images?: LoadedFile[]; files?: LoadedFile[] },
  warn: Context['warn']
): string | ChatCompletionContentPart[] {
  const isLight = (file: LoadedFile) => !('bytes' in file) || file.mime_type === 'text/plain';
  if (![...images, ...files].every(isLight)) {
    warn(
      'message_history',
      'It holds no copy of the images and documents; give them again where the next turn needs them'
    );
  }
  return toContent(prompt, images.filter(isLight), files.filter(isLight));
}
