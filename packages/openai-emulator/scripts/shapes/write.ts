import { dirname, join } from 'node:path';
import { openDocument } from './document';
import { createMerger } from './merge';
import { requests } from './requests';
import { openSdkTypes } from './sdk-types';

const resources = join(dirname(require.resolve('openai')), 'resources');

/** The shapes of all requests, as their file has them. @param content OpenAI's API document. */
export function writeShapes(content: unknown): string {
  const document = openDocument(content);
  const sdk = openSdkTypes(resources);
  const { buildBody, toTable } = createMerger(document, sdk);
  const built = requests.map(({ path, type, isForm, without = [] }) => {
    const schema = document.request(path, isForm ? 'multipart/form-data' : 'application/json');
    const pair = { document: schema ? [schema] : [], sdk: type ? [sdk.find(...type)] : [] };
    return [`POST ${path}${isForm ? ' form' : ''}`, buildBody(pair, without)] as const;
  });
  return `${JSON.stringify(toTable(Object.fromEntries(built)))}\n`;
}

/** The paths of the API, served or not, as their file has them. @param content OpenAI's API document. */
export function writeEndpoints(content: unknown): string {
  return `${JSON.stringify(openDocument(content).paths().sort(), null, 2)}\n`;
}
