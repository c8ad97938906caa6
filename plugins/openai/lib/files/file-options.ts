import type { Option, Problem } from '../options/option';
import { anyId } from '../options/shared-options';
import type { FileContent, FileOption, LoadedFile } from '../types/file';
import { inspectJsonl } from './jsonl';

/** Options of files kept at the API. */

/** What the API takes in one file. */
const MAX_BYTES = 512_000_000;

const FORMS = 'The value of a file picker, a link, data URL, base64, or { "text", "name" }';

export const file: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'File',
  description: `${FORMS}. At most 512 MB; links 50 MB.`,
  examples: ['{{components.filepicker1.file[0]}}'],
  files: { types: [], max_bytes: MAX_BYTES, max_count: 1, content_only: true },
};

/** Files to be searched: new ones, and ids of uploaded ones. */
export const searched: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Files',
  description: `${FORMS}, a file id, or a list of these.`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: [], max_bytes: MAX_BYTES, max_count: 2000, no_api_links: true },
};

export const purpose: Option = {
  type: 'string',
  title: 'Purpose',
  description: 'What the file is for. jsonl for batch and fine-tune is checked line by line.',
  enum: ['user_data', 'assistants', 'batch', 'fine-tune', 'vision', 'evals'],
  default: 'user_data',
};

export const listed_purpose: Option = {
  type: 'string',
  trim: true,
  title: 'Purpose',
  description: 'Lists only files of this purpose.',
  examples: ['batch_output'],
};

export const name: Option = {
  type: 'string',
  trim: true,
  title: 'Name',
  description: "In place of the file's own; its ending tells the API what it is.",
  examples: ['report.pdf'],
  pattern: '^[^/\\\\\\x00-\\x1f]+$',
  accepts: 'a valid file name, without folders',
};

export const expires_after_seconds: Option = {
  type: 'integer',
  title: 'Expires after (seconds)',
  description: 'An hour to 30 days. Empty: kept until deleted, for batch 30 days.',
  examples: ['86400'],
  minimum: 3600,
  maximum: 2_592_000,
};

export const file_id: Option = {
  ...anyId,
  type: 'string',
  title: 'File ID',
  description: 'data.id of its upload.',
  examples: ['file-abc123'],
  accepts: 'a valid id, such as file-abc123',
};

const PICTURES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** What a purpose asks of the file. */
export async function inspectUpload(
  { file: files = [] }: Record<string, LoadedFile[]>,
  { purpose: wanted }: Record<string, unknown>
): Promise<Problem[]> {
  const [given] = files;
  if (!given || !('bytes' in given)) return [];
  if (wanted === 'batch' || wanted === 'fine-tune') return inspectJsonl('file', given, wanted);
  if (wanted !== 'vision' || PICTURES.includes(given.mime_type)) return [];
  const allowed = PICTURES.map(type => type.replace('image/', ''));
  const message = `file is a ${given.mime_type}; purpose vision takes ${allowed.join(', ')}`;
  return [{ field: 'file', message, allowed }];
}

/** The file under the name it is to have; the API tells jsonl by its ending. */
export function nameUpload(given: FileContent, wanted: string | undefined, purposeOf: string): FileContent {
  const isJsonl = purposeOf === 'batch' || purposeOf === 'fine-tune';
  const own = isJsonl ? given.name.replace(/\.txt$/, '.jsonl') : given.name;
  return { ...given, name: wanted ?? own };
}
