import type OpenAI from 'openai';
import { type ResponseFile, readResponseFile } from '../files/response-file';
import type { Call } from '../operation';
import type { Option } from '../options/option';
import { readParts, readResponse } from './model-response';

/** Files that the code interpreter wrote into its container, which lives for some minutes only. */

export const fetch_files: Option = {
  type: 'boolean',
  title: 'Fetch files',
  description: 'Returns the files that Python wrote in files, with a data_url to bind to an Image.',
};

/** A file with its content, or why that could not be fetched. */
export interface ContainerFile extends Partial<ResponseFile> {
  file_id: string;
  container_id: string;
  filename: string;
  error?: string;
}

/** More than anybody shows; each is one request. */
const MAX_FILES = 20;

const FETCHED = 'container_files';

/** A response with the files that it cites. A file that cannot be fetched does not lose the answer. */
export async function withContainerFiles(client: OpenAI, response: object, call: Call): Promise<object> {
  const files: ContainerFile[] = [];
  for (const file of listCited(response).slice(0, MAX_FILES))
    files.push({ ...file, ...(await fetchContent(client, file, call)) });
  return files.length === 0 ? response : { ...response, [FETCHED]: files };
}

async function fetchContent(
  client: OpenAI,
  { container_id, file_id }: ContainerFile,
  call: Call
): Promise<ResponseFile | { error: string }> {
  const path = `/containers/${encodeURIComponent(container_id)}/files/${encodeURIComponent(file_id)}/content`;
  try {
    return await readResponseFile(await client.get(path, { signal: call.signal }).asResponse());
  } catch (error) {
    if (call.signal.aborted) throw error;
    return { error: call.read(error).reason };
  }
}

function listCited(response: object): ContainerFile[] {
  const parts = readResponse(response).output.flatMap(({ content }) => readParts(content));
  const cited = parts
    .flatMap(({ annotations = [] }) => annotations)
    .flatMap(({ type, file_id, container_id, filename = file_id }) =>
      type === 'container_file_citation' && file_id && container_id && filename
        ? [{ file_id, container_id, filename }]
        : []
    );
  return [...new Map(cited.map(file => [file.file_id, file])).values()];
}

/** The fetched files of a response, as `data` has them, and the response without them. */
export function splitFiles(
  response: object,
  warn: (parameter: string, reason: string) => void
): { files?: ContainerFile[]; raw: object } {
  const { [FETCHED]: files, ...raw }: { [FETCHED]?: ContainerFile[] } = response;
  for (const { filename, error } of files ?? [])
    if (error) warn('fetch_files', `${filename} could not be fetched: ${error}`);
  return { ...(files && { files }), raw };
}
