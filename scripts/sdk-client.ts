import { dirname } from 'node:path';
import type { Plugin } from 'esbuild';

/** What other operations than a chat call of the SDK: the client's members, and their classes. */
export const RESOURCES = {
  completions: 'Completions',
  embeddings: 'Embeddings',
  audio: 'Audio',
  images: 'Images',
  files: 'Files',
  batches: 'Batches',
  moderations: 'Moderations',
  responses: 'Responses',
  vectorStores: 'VectorStores',
  conversations: 'Conversations',
};

/**
 * The SDK's client makes all resources anew for every query, and brings ways to log in, to send, to log and to retry. Our
 * own (lib/transport/client.ts) needs none of that: this is what its class extends in the bundle. A twelfth of the code,
 * and a tenth of a chat query.
 */
const client = `
import { Chat } from './resources/chat/chat.mjs';
import * as API from './resources/index.mjs';
import { stringifyQuery } from './internal/utils/query.mjs';

const RESOURCES = {
  chat: () => Chat,
${Object.entries(RESOURCES)
  .map(([name, resource]) => `  ${name}: () => API.${resource},`)
  .join('\n')}
};

export class OpenAI {
  constructor({ baseURL, defaultQuery }) {
    this.baseURL = baseURL;
    this.defaultQuery = defaultQuery;
  }

  buildURL(path, query) {
    const hasSlash = this.baseURL.endsWith('/') && path.startsWith('/');
    const url = new URL(this.baseURL + (hasSlash ? path.slice(1) : path));
    url.search = stringifyQuery({ ...Object.fromEntries(url.searchParams), ...this.defaultQuery, ...query });
    return url.toString();
  }
}

for (const method of ['get', 'post', 'put', 'patch', 'delete'])
  OpenAI.prototype[method] = function (path, options) {
    return this.request(Promise.resolve(options).then(given => ({ method, path, ...given })));
  };

for (const [name, read] of Object.entries(RESOURCES))
  Object.defineProperty(OpenAI.prototype, name, {
    get() {
      return new (read())(this);
    },
  });
`;

export const replaceSdkClient: Plugin = {
  name: 'replace-sdk-client',
  setup({ onLoad }) {
    onLoad({ filter: /[\\/]openai[\\/]client\.mjs$/ }, ({ path }) => ({
      contents: client,
      loader: 'js',
      resolveDir: dirname(path),
    }));
  },
};
