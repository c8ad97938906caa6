import { answerOf } from '../transport/answer';
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
  const content = await answerOf(response).read(MAX_DOWNLOAD_BYTES);
  const bytes = content.byteLength;
  const { mime_type = statedType(response) } = (await readFileFacts(content)) ?? {};
  const text = mime_type === 'text/plain' ? decodeText(content) : undefined;
  if (text !== undefined) return { text, mime_type, bytes };
  return { data_url: `data:${mime_type};base64,${content.toString('base64')}`, mime_type, bytes };
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
