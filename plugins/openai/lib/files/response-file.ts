import { httpResponseOf } from '../transport/http-response';
import { readFileFacts } from './file-facts';
import { MAX_DOWNLOAD_BYTES } from './load-files';

/** A file as a component can show it: as text if it is text, else as a data URL. */
export interface ResponseFile {
  text?: string;
  data_url?: string;
  /** Detected from the content, or the server's content type if that fails. */
  mime_type: string;
  bytes: number;
}

/**
 * Reads a response body that is a file.
 *
 * @throws UnusableResponse if it is larger than 50 MB.
 */
export async function readResponseFile(response: Response): Promise<ResponseFile> {
  const content = await httpResponseOf(response).read(MAX_DOWNLOAD_BYTES);
  const bytes = content.byteLength;
  const { mime_type = contentTypeOf(response) } = (await readFileFacts(content)) ?? {};
  const text = mime_type === 'text/plain' ? decodeText(content) : undefined;
  if (text !== undefined) return { text, mime_type, bytes };
  return { data_url: `data:${mime_type};base64,${content.toString('base64')}`, mime_type, bytes };
}

/** The media type in the response's headers, without parameters. */
export function contentTypeOf({ headers }: Response): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';
}

/** Nothing if the text is not UTF-8; such a file stays binary. */
function decodeText(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
