/** A file as a builder may hand it in, told apart by its form alone. */
export type GivenFile =
  | { form: 'base64'; base64: string; name?: string }
  | { form: 'link'; url: string }
  /** A file kept at the API. */
  | { form: 'file_id'; file_id: string }
  /** A link the API itself is to read, in its own notation `{ image_url }`. */
  | { form: 'api_link'; url: string };

/** What was handed in is no file; the message completes "image 2 ...". */
export class NoFile extends Error {}

/**
 * Reads one file or a list of them, in any mixture of: link, `data:` URL, bare base64, file id, the object of ToolJet's
 * file picker, an image of this plugin's own results, `{ file_id }`, `{ image_url }`.
 *
 * @param place Called with the position from 1 of each entry that is no file, and why.
 */
export function readGivenFiles(given: unknown, place: (position: number, why: string) => void): GivenFile[] {
  return [given].flat().flatMap((entry: unknown, index) => {
    try {
      return [typeof entry === 'string' ? readText(entry.trim()) : readObject(entry)];
    } catch (error) {
      if (!(error instanceof NoFile)) throw error;
      place(index + 1, error.message);
      return [];
    }
  });
}

function readText(text: string, name?: string): GivenFile {
  const named = name === undefined ? {} : { name };
  if (/^data:/i.test(text.slice(0, 5))) return { form: 'base64', base64: readDataUrl(text), ...named };
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text.slice(0, 40))) return { form: 'link', url: text };
  if (/^file-[\w-]{3,100}$/.test(text)) return { form: 'file_id', file_id: text };
  return { form: 'base64', base64: checkBase64(text), ...named };
}

/** The fields that hold a file's content, in the order of preference; ToolJet's picker has several at once. */
const CONTENT_FIELDS = ['data_url', 'dataURL', 'base64Data', 'base64', 'b64_json', 'url'];

function readObject(entry: unknown): GivenFile {
  if (typeof entry !== 'object' || entry === null)
    throw new NoFile(`is ${entry === null ? 'empty' : `a ${typeof entry}`}`);
  const text = (field: string): string | undefined => {
    const value: unknown = Reflect.get(entry, field);
    return typeof value === 'string' && value !== '' ? value : undefined;
  };
  const file_id = text('file_id');
  if (file_id) return { form: 'file_id', file_id };
  const image_url = text('image_url');
  if (image_url && !/^data:/i.test(image_url)) return { form: 'api_link', url: image_url };
  const content = image_url ?? CONTENT_FIELDS.map(text).find(value => value !== undefined);
  if (content === undefined)
    throw new NoFile(`is an object without ${CONTENT_FIELDS.slice(0, 3).join(', ')} or file_id`);
  return readText(content.trim(), text('name') ?? text('filename'));
}

function readDataUrl(url: string): string {
  const comma = url.indexOf(',');
  if (comma < 0) throw new NoFile('is a data URL without content');
  const content = url.slice(comma + 1);
  if (/;base64$/i.test(url.slice(0, comma))) return checkBase64(content);
  try {
    return Buffer.from(decodeURIComponent(content)).toString('base64');
  } catch {
    throw new NoFile('is a data URL whose content is broken');
  }
}

/** Base64 in both alphabets, wrapped or not; the text itself is kept where it can be, since copies of images are large. */
function checkBase64(text: string): string {
  if (text === '') throw new NoFile('is empty');
  if (/^[A-Za-z\d+/]+={0,2}$/.test(text)) return text;
  const plain = text.replace(/\s+/g, '').replaceAll('-', '+').replaceAll('_', '/');
  if (!/^[A-Za-z\d+/]+={0,2}$/.test(plain)) throw new NoFile('is neither a link, a data URL, base64, nor a file id');
  return plain;
}
