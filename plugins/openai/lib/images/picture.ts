import { countBytes, decodeHead } from '../files/file-content';
import { type ImageFacts, readImageFacts } from '../files/image-file';
import { DataUrl } from '../options/data-url';

/** An image as a component can show it; type and size are read from its content. */
export interface ImageResult {
  /** For further edits of this image, if the API stores it. */
  id?: string;
  data_url?: DataUrl;
  /** The server's link, if it returned one; OpenAI's expire within two hours. */
  url?: string;
  mime_type?: string;
  bytes?: number;
  width?: number;
  height?: number;
  revised_prompt?: string;
}

/** The base64 of a text that may be a data URL; nothing where it is empty or a link. */
export function toBase64(text = ''): string | undefined {
  // Only the beginning is looked at: images are large.
  const [head = ''] = /^\s*data:[^,]*,/i.exec(text.slice(0, 200)) ?? [];
  const base64 = text.slice(head.length).trim();
  return /^[\w+/-][\w+/\s-]*={0,2}$/.test(base64.slice(0, 200)) ? base64 : undefined;
}

/** In characters. */
const LARGE = 1_000_000;

/** A kind of file that no text is; what it is, its bytes do not tell. */
const UNKNOWN = 'application/octet-stream';

/**
 * A data URL with the facts of the image; base64 is used as it came, since encoding again would copy it. Nothing
 * where it is no image: a text, or no base64.
 */
export function describeImage(base64: string): ImageResult | undefined {
  const facts = factsOfHead(base64);
  if (facts) return { data_url: new DataUrl(facts.mime_type, base64), ...facts };
  const content = Buffer.from(base64, 'base64');
  const known = readImageFacts(content);
  if (known) return { data_url: new DataUrl(known.mime_type, base64), ...known };
  if (content.length === 0 || !isBinary(content)) return undefined;
  return { data_url: new DataUrl(UNKNOWN, base64), mime_type: UNKNOWN, bytes: content.length };
}

/** The facts of a large image, from its first bytes: to decode 20 MB took as long as to receive them twice. */
function factsOfHead(base64: string): ImageFacts | undefined {
  // Lines would have to be counted.
  if (base64.length < LARGE || base64.includes('\n')) return undefined;
  const facts = readImageFacts(decodeHead(base64));
  return facts?.width === undefined ? undefined : { ...facts, bytes: countBytes(base64) };
}

/** Texts hold no control characters but those between words. */
function isBinary(content: Buffer): boolean {
  return content.subarray(0, 1000).some(byte => byte < 9 || (byte > 13 && byte < 32));
}
