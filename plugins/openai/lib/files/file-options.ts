import { openList } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import { anyId } from '../options/shared-options';
import type { FileContent, FileOption, LoadedFile } from '../types/file';
import { inspectJsonl } from './jsonl';

/** The options of uploaded files. */

const MAX_BYTES = 512_000_000;

/** What an upload in parts takes. */
const MAX_LINKED_BYTES = 8_000_000_000;

const FORMS = 'The value of a file picker, a link, data URL, base64 or { "text", "name" }';

export const file: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'File',
  description: `${FORMS}. At most 380 MB; links up to 8 GB, in parts.`,
  examples: ['{{components.filepicker1.file[0]}}'],
  files: { types: [], max_bytes: MAX_BYTES, max_count: 1, content_only: true, max_linked_bytes: MAX_LINKED_BYTES },
};

/** Files for a vector store. */
export const vectorStoreFiles: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Files',
  description: `${FORMS}, a file id, or a list of these.`,
  examples: ['{{components.filepicker1.file}}'],
  files: { types: [], max_bytes: MAX_BYTES, max_count: 2000, no_api_links: true },
};

export const purpose: Option = {
  type: 'string',
  title: 'Purpose',
  description: 'What the file is for. A jsonl file for batch or fine-tune is checked line by line.',
  ...openList('user_data', 'assistants', 'batch', 'fine-tune', 'vision', 'evals'),
  default: 'user_data',
};

export const purposeFilter: Option = {
  type: 'string',
  trim: true,
  dropDown: true,
  title: 'Purpose',
  description: 'Lists only files of this purpose.',
  examples: ['user_data', 'vision', 'batch', 'batch_output', 'fine-tune', 'assistants', 'evals'],
};

export const name: Option = {
  type: 'string',
  trim: true,
  title: 'Name',
  description: "Replaces the file's own name; its extension determines the type.",
  examples: ['report.pdf'],
  pattern: '^[^/\\\\\\x00-\\x1f]+$',
  accepts: 'a valid file name, without folders',
};

export const expires_after_seconds: Option = {
  type: 'integer',
  title: 'Expires after (seconds)',
  description: '1 hour to 30 days. Empty: never, or 30 days for batch.',
  examples: ['86400'],
  minimum: 3600,
  maximum: 2_592_000,
};

export const file_id: Option = {
  ...anyId,
  type: 'string',
  title: 'File ID',
  description: 'data.id of the upload.',
  examples: ['file-abc123'],
  accepts: 'a valid id, such as file-abc123',
};

const VISION_TYPES = ['image/png', 'image/jpeg', 'image/gif', 'image/webp'];

/** Checks that the file is valid for its purpose. */
export async function inspectUpload(
  { file: files = [] }: Record<string, LoadedFile[]>,
  { purpose: chosen }: Record<string, unknown>
): Promise<Problem[]> {
  const [upload] = files;
  if (!upload || !('bytes' in upload)) return [];
  if (chosen === 'batch' || chosen === 'fine-tune') return inspectJsonl('file', upload, chosen);
  if (chosen !== 'vision' || VISION_TYPES.includes(upload.mime_type)) return [];
  const allowed = VISION_TYPES.map(type => type.replace('image/', ''));
  const message = `file must be one of ${allowed.join(', ')} when purpose is vision; got ${upload.mime_type}`;
  return [{ field: 'file', message, allowed }];
}

/** Names the uploaded file; the API recognizes jsonl by its extension. */
export function nameUpload(upload: FileContent, newName: string | undefined, chosen: string): FileContent {
  const isJsonl = chosen === 'batch' || chosen === 'fine-tune';
  const ownName = isJsonl ? upload.name.replace(/\.txt$/, '.jsonl') : upload.name;
  return { ...upload, name: newName ?? ownName };
}
