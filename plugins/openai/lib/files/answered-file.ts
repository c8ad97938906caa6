import { UnusableAnswer } from '../failures/failure';
import { readFileFacts } from './file-facts';
import { MAX_DOWNLOAD_BYTES } from './load-files';

/** A file as a component can show it: its text where it is one, else a data URL. */
export interface AnsweredFile {
  text?: string;
  data_url?: string;
  /** As the bytes say; as the server says where they tell nothing. */
  mime_type: string;
  bytes: number;
}

/**
 * Reads an answer that is a file, up to 50 MB.
 *
 * @throws UnusableAnswer where it is larger.
 */
export async function readAnsweredFile(response: Response): Promise<AnsweredFile> {
  const content = await readUpTo(response, MAX_DOWNLOAD_BYTES);
  const bytes = content.byteLength;
  const { mime_type = statedType(response) } = (await readFileFacts(content)) ?? {};
  const text = mime_type === 'text/plain' ? decodeText(content) : undefined;
  if (text !== undefined) return { text, mime_type, bytes };
  return { data_url: `data:${mime_type};base64,${content.toString('base64')}`, mime_type, bytes };
}

async function readUpTo(response: Response, maxBytes: number): Promise<Buffer> {
  const tooLarge = () =>
    new UnusableAnswer('answer_too_large', `The file is larger than ${Math.round(maxBytes / 1e6)} MB`);
  if (Number(response.headers.get('content-length')) > maxBytes) {
    await response.body?.cancel();
    throw tooLarge();
  }
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of response.body ?? []) {
    bytes += chunk.byteLength;
    // Leaving the loop closes the connection.
    if (bytes > maxBytes) throw tooLarge();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

/** The media type the server states, without parameters. */
export function statedType({ headers }: Response): string {
  return headers.get('content-type')?.split(';')[0]?.trim().toLowerCase() || 'application/octet-stream';
}

/** Some kinds of text are not UTF-8, and stay files. */
function decodeText(content: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(content);
  } catch {
    return undefined;
  }
}
