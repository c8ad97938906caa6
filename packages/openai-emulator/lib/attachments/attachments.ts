import { readWords } from '../drawing/drawn-words';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { takesImages } from '../models/models';
import { checkChoice } from '../parameters/checks';
import { findColours } from './colours';
import { type GivenImage, isWebAddress, readDataUrl, readImage, readImageUrl, readInlineImage } from './input-image';

/** An image or a file in a message, whichever endpoint the message is for. */
interface Attachment {
  kind: 'image' | 'file';
  /** Index of its message. */
  message: number;
  /** As the API names it in refusals. */
  place: string;
  url: string;
  fileId: string;
  detail: string;
  filename: string;
}

type SeenAttachment = Attachment & {
  image?: GivenImage;
  /** What can be seen in it, ready to stand behind its name. */
  look?: string;
  /** What kind of file it is, if that can be told. */
  type?: string;
};

const details = ['auto', 'low', 'high', 'original'];
const tokensPerImage = 765;
const tokensPerCoarseImage = 85;

function toAttachment(part: JsonObject, message: number, place: string): Attachment | undefined {
  const isImage = part['type'] === 'image_url' || part['type'] === 'input_image';
  if (!isImage && part['type'] !== 'file' && part['type'] !== 'input_file') return undefined;
  // Chat wraps what the Responses API lays open.
  const given = [part['image_url'], part['file'], part].find(isObject) ?? {};
  return {
    kind: isImage ? 'image' : 'file',
    message,
    place,
    url: textOf(given['url'] ?? given['image_url'] ?? given['file_data'] ?? given['file_url']),
    fileId: textOf(given['file_id']),
    detail: textOf(given['detail']),
    filename: textOf(given['filename']),
  };
}

type NamePlace = (message: number, part: number) => string;

export function attachmentsIn(
  messages: JsonObject[],
  nameOf: NamePlace = (message, part) => `messages.[${message}].content.[${part}]`
): Attachment[] {
  return messages.flatMap((message, index) =>
    objectsIn(message['content'])
      .map((part, place) => toAttachment(part, index, nameOf(index, place)))
      .filter(attachment => attachment !== undefined)
  );
}

export function countImageTokens(attachments: Attachment[]): number {
  const images = attachments.filter(({ kind }) => kind === 'image');
  return images.reduce((sum, { detail }) => sum + (detail === 'low' ? tokensPerCoarseImage : tokensPerImage), 0);
}

/** Zeros stand for content that a test does not care to send. */
function isBlank(bytes: Buffer): boolean {
  return bytes.length > 0 && bytes.every(byte => byte === 0);
}

async function typeOf(bytes: Buffer, declared: string): Promise<string> {
  if (bytes.toString('latin1', 0, 5) === '%PDF-') return 'PDF';
  const image = await readImage(bytes);
  if (image) return image.format.toUpperCase();
  const text = bytes.toString('utf8');
  return text.includes('\0') || text.includes('\ufffd') ? declared || 'of unknown kind' : 'text';
}

/** The colours of a picture, and the words on it where it was drawn here. */
async function see(attachment: Attachment, image: GivenImage): Promise<SeenAttachment> {
  const colours = await findColours(image.bytes);
  const words = readWords(image.bytes);
  const mostly = colours.length > 0 ? ` in ${colours.join(', ').replace(/, ([^,]*)$/, ' and $1')}` : '';
  return { ...attachment, image, look: `${mostly}${words ? ` with the words "${words}"` : ''}` };
}

async function lookAtImage(attachment: Attachment, files: UploadedFiles): Promise<SeenAttachment> {
  const { url, fileId, detail, place } = attachment;
  checkChoice({ [`${place}.detail`]: detail || undefined }, `${place}.detail`, details);
  if (fileId) return see(attachment, await readInlineImage(await files.find(fileId, place)));
  const inline = readDataUrl(url);
  if (isWebAddress(url) || (inline && isBlank(inline.bytes))) return attachment;
  return see(attachment, inline ? await readInlineImage(inline) : await readImageUrl(url, place));
}

async function lookAtFile(attachment: Attachment, files: UploadedFiles): Promise<SeenAttachment> {
  const { url, fileId, filename, place } = attachment;
  if (fileId) {
    const { object, bytes, type } = await files.find(fileId, place);
    return { ...attachment, filename: object.filename, type: await typeOf(bytes, type) };
  }
  if (isWebAddress(url)) return { ...attachment, filename: filename || url };
  const { bytes, type } = readDataUrl(url) ?? { bytes: Buffer.from(url, 'base64'), type: '' };
  return isBlank(bytes) ? attachment : { ...attachment, type: await typeOf(bytes, type) };
}

/** Opens what was attached, and refuses what the API cannot read or the model cannot see. */
export async function lookAt(
  attachments: Attachment[],
  model: string,
  files: UploadedFiles
): Promise<SeenAttachment[]> {
  const [image] = attachments.filter(({ kind }) => kind === 'image');
  if (image && !takesImages(model)) {
    throw new ApiError('Invalid content type. image_url is only supported by certain models.', {
      param: `${image.place}.type`,
    });
  }
  return Promise.all(
    attachments.map(attachment =>
      attachment.kind === 'image' ? lookAtImage(attachment, files) : lookAtFile(attachment, files)
    )
  );
}

function nameUnseen(url: string): string {
  return isWebAddress(url) ? `from ${new URL(url).host}` : (readDataUrl(url)?.type ?? 'blank');
}

function nameImage({ image, url, detail, look = '' }: SeenAttachment): string {
  const name = image ? `a ${image.width}x${image.height} ${image.format.toUpperCase()}` : nameUnseen(url);
  return `${name}${detail ? ` with detail ${detail}` : ''}${look}`;
}

function countImages({ length }: SeenAttachment[]): string {
  return length === 1 ? 'one image' : `${length} images`;
}

/** Sentences about attachments, ready to stand before an answer. */
export function describeAttachments(attachments: SeenAttachment[]): string {
  const images = attachments.filter(({ kind }) => kind === 'image');
  const seen = images.filter(({ image }) => image);
  const unseen = images.filter(({ image }) => !image);
  const files = attachments.filter(({ kind }) => kind === 'file');
  const names = files.map(({ filename, type }) => `${filename || 'a file without a name'}${type ? ` (${type})` : ''}`);
  return [
    seen.length > 0 ? `I looked at ${countImages(seen)}: ${seen.map(nameImage).join(', ')}. ` : '',
    unseen.length > 0 ? `I received ${countImages(unseen)} (${unseen.map(nameImage).join(', ')}). ` : '',
    names.length > 0 ? `I read ${names.join(', ')}. ` : '',
  ].join('');
}
