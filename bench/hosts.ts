import { readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { loadFromString } from '../workbench/host/load-from-string';
import { loadInContext } from '../workbench/host/load-in-context';
import { defaultPluginDirectory } from '../workbench/host/plugin-files';
import type { PluginClass } from '../workbench/host/plugin-service';

/** The ways in which hosts load a bundle, by name. */
export const loaders: Record<string, (code: string) => PluginClass> = {
  'vm-context': loadInContext,
  'module-from-string': loadFromString,
};

/** The loader of that name. */
export function loaderOf(name: string | undefined): (code: string) => PluginClass {
  const load = loaders[name ?? ''];
  if (!load) throw new Error(`The loader is one of ${Object.keys(loaders).join(', ')}`);
  return load;
}

/** Where `npm run build` writes the bundle. */
export const bundleFile = join(defaultPluginDirectory, 'dist/index.js');

/** The built bundle's text. */
export const readBundle = (): string => readFileSync(bundleFile, 'utf8');

/** A chat query and an answer to it. */
export const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };

const answer = Buffer.from(
  JSON.stringify({
    id: 'chatcmpl-1',
    object: 'chat.completion',
    created: 1_790_000_000,
    model: 'gpt-5.4',
    choices: [
      {
        index: 0,
        message: { role: 'assistant', content: 'Galvanising, batteries, brass.', refusal: null },
        logprobs: null,
        finish_reason: 'stop',
      },
    ],
    usage: { prompt_tokens: 12, completion_tokens: 9, total_tokens: 21 },
  })
);

/** A connection to a server on this machine. */
export function sourceAt(port: number): object {
  return { apiKey: 'sk-bench', baseUrl: `http://127.0.0.1:${port}/v1`, maxRetries: 0 };
}

/** A server that answers every request at once with the same chat completion. */
export interface FixedServer {
  port: number;
  stop(): void;
}

/** Starts it on a free port of this machine. */
export async function startFixedServer(): Promise<FixedServer> {
  const server: Server = createServer((request, response) => {
    request.resume().once('end', () => {
      response.writeHead(200, {
        'content-type': 'application/json',
        'content-length': answer.length,
        'x-request-id': 'req_1',
      });
      response.end(answer);
    });
  });
  // The default of 5 s would close connections between the rounds.
  server.keepAliveTimeout = 600_000;
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  return {
    port,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}
