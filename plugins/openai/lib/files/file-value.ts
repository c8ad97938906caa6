/** A file as a builder may hand it in, told apart by its form alone. */
export type GivenFile =
  | { form: 'base64'; base64: string; name?: string; data_url?: string }
  | { form: 'text'; text: string; name?: string }
  | { form: 'link'; url: string }
  /** A file kept at the API. */
  | { form: 'file_id'; file_id: string }
  /** A link the API itself is to read, in its own notation `{ image_url }`. */
  | { form: 'api_link'; url: string };

/** What was handed in is no file; the message completes "image 2 ...". */
export class NoFile extends Error {}

/** What was handed in as a flat list: a picker's value is itself a list, and may stand in another one. */
export function listGiven(given: unknown): unknown[] {
  return Array.isArray(given) ? given.flat(5) : [given];
}

/**
 * Reads one file, in any of these forms: link, `data:` URL, bare base64, file id, the object of ToolJet's file picker, an
 * image, a sound or a kept file of this plugin's own results, `{ file_id }`, `{ image_url }`, `{ text, name }`, the JSON
 * text of one, or bytes.
 *
 * @throws NoFile
 */
export function readGivenFile(given: unknown): GivenFile {
  return typeof given === 'string' ? readText(given.trim()) : readObject(given);
}

const FILE_ID = /^file-[\w-]{3,100}$/;

function readText(text: string, name?: string): GivenFile {
  const named = name === undefined ? {} : { name };
  if (/^data:/i.test(text.slice(0, 5))) {
    const own = name ?? readName(text.slice(0, text.indexOf(',')));
    return { form: 'base64', base64: readDataUrl(text), data_url: text, ...(own !== undefined && { name: own }) };
  }
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text.slice(0, 40))) return { form: 'link', url: text };
  if (FILE_ID.test(text)) return { form: 'file_id', file_id: text };
  const bare = unquote(text);
  if (bare !== text) return readText(bare, name);
  return { form: 'base64', base64: checkBase64(text), ...named };
}

/** Texts that were written as JSON, once or more, stand between quotes. */
function unquote(text: string): string {
  let quotes = 0;
  while (2 * quotes + 1 < text.length && text[quotes] === '"' && text.at(-1 - quotes) === '"') quotes += 1;
  return text.slice(quotes, text.length - quotes);
}

/** The fields that hold a file's content, in the order of preference; ToolJet's picker has several at once. */
const CONTENT_FIELDS = ['data_url', 'dataURL', 'base64Data', 'base64', 'b64_json', 'url'];

function readObject(entry: unknown): GivenFile {
  if (entry === null || entry === undefined) throw new NoFile('is empty');
  if (typeof entry !== 'object') throw new NoFile(`is a ${typeof entry}`);
  const bytes = readBytes(entry);
  if (bytes) return { form: 'base64', base64: checkBase64(bytes.toString('base64')) };
  const text = (field: string): string | undefined => {
    const value: unknown = Reflect.get(entry, field);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const file_id = text('file_id');
  if (file_id) return { form: 'file_id', file_id };
  const image_url = text('image_url');
  if (image_url && !/^data:/i.test(image_url)) return { form: 'api_link', url: image_url };
  const content = image_url ?? CONTENT_FIELDS.map(text).find(value => value !== undefined);
  const name = text('name') ?? text('filename');
  if (content !== undefined) return readText(content.trim(), name);
  const written = text('text');
  if (written !== undefined) return { form: 'text', text: written, ...(name && { name }) };
  if (Reflect.get(entry, 'text') === '') throw new NoFile('has an empty text');
  // What the file operation says of a file that is kept at the API.
  const id = text('id');
  if (id && FILE_ID.test(id)) return { form: 'file_id', file_id: id };
  throw new NoFile(`is an object without ${CONTENT_FIELDS.slice(0, 3).join(', ')}, text or file_id`);
}

/** Some pickers write the file's name into a data URL: `data:image/png;name=cat.png;base64,...`. */
function readName(head: string): string | undefined {
  const [, name = ''] = /;name=([^;]+)/i.exec(head) ?? [];
  return name ? decodePercents(name).toString() : undefined;
}

/** Bytes as code hands them on, or as JSON writes Node's buffers. */
function readBytes(entry: object): Buffer | undefined {
  if (ArrayBuffer.isView(entry)) return Buffer.from(entry.buffer, entry.byteOffset, entry.byteLength);
  const data: unknown = Reflect.get(entry, 'type') === 'Buffer' ? Reflect.get(entry, 'data') : undefined;
  return Array.isArray(data) ? Buffer.from(data) : undefined;
}

function readDataUrl(url: string): string {
  const comma = url.indexOf(',');
  if (comma < 0) throw new NoFile('is a data URL without content');
  const content = url.slice(comma + 1);
  const isBase64 = /;base64$/i.test(url.slice(0, comma));
  if (isBase64 && !content.includes('%')) return checkBase64(content);
  const bytes = decodePercents(content);
  return isBase64 ? checkBase64(bytes.toString('latin1')) : bytes.toString('base64');
}

/** Percent-encoding holds bytes, which need not be text. */
function decodePercents(content: string): Buffer {
  // What is not ASCII was never encoded, and stands for its UTF-8.
  const plain = Buffer.from(content).toString('latin1');
  return Buffer.from(
    plain.replace(/%([\da-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))),
    'latin1'
  );
}

/** Base64 in both alphabets, wrapped or not; the text itself is kept where it can be, since copies of images are large. */
function checkBase64(text: string): string {
  if (text === '') throw new NoFile('is empty');
  if (isBase64(text)) return text;
  const plain = text
    .replace(/\s+/g, '')
    .replaceAll('-', '+')
    .replaceAll('_', '/')
    .replace(/={1,3}$/, '');
  const padded = plain.padEnd(Math.ceil(plain.length / 4) * 4, '=');
  if (!isBase64(padded)) throw new NoFile('is neither a link, a data URL, base64, nor a file id');
  return padded;
}

const scratch = Buffer.alloc(3 * 65_536);

/** Node's decoder stops at what is no base64, so decoding piece by piece tells it thirty times faster than a pattern. */
function isBase64(text: string): boolean {
  const piece = 4 * 65_536;
  if (text.length % 4 !== 0 || /[-_]/.test(text)) return false;
  for (let at = 0; at < text.length; at += piece) {
    const slice = text.slice(at, at + piece);
    const padding = at + piece >= text.length ? (/={0,2}$/.exec(slice)?.[0].length ?? 0) : 0;
    if (scratch.write(slice, 'base64') !== (slice.length / 4) * 3 - padding) return false;
  }
  return true;
}
