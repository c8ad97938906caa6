import type { ChatCompletionContentPart, ChatCompletionContentPartImage } from 'openai/resources/chat/completions';
import { toReference } from './image-edit-request';
import { type LoadedFile, readText, toDataUrl } from './load-files';

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
    if (file.mime_type === 'text/plain') return { type: 'text', text: `File "${file.name}":\n${readText(file)}` };
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
