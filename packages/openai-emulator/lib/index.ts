import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { createFileLinks } from './files/links';
import { createUploadedFiles } from './files/uploaded-files';
import { toRefusal } from './http/error-answer';
import {
  type Answer,
  type ApiRequest,
  flattenHeaders,
  newId,
  readBody,
  sendAnswer,
  standardHeaders,
} from './http/messages';
import { isMultipart } from './http/multipart';
import type { ModelRange } from './models/models';
import { groupPaths, listNotServed } from './parameters/not-emulated';
import { answerRequest, createRoutes } from './routes';
import { createRequestCheck } from './server/check-request';
import { type ReceivedRequest, toReceivedRequest } from './server/journal';
import { createRateLimiter, type RateLimit } from './server/rate-limit';
import { createScriptedAnswers, playScriptedAnswer, type ScriptedAnswer } from './server/scripted-answers';
import { defaultPace, type Pace } from './time/pace';
import { pause } from './time/pause';

export type { ModelRange } from './models/models';
export type { ReceivedRequest } from './server/journal';
export type { ScriptedAnswer } from './server/scripted-answers';

export interface EmulatorOptions {
  /** Default: any free one. */
  port?: number;
  /** The emulator's clock. */
  now?: () => Date;
  /** Pace of streams: milliseconds after each event. */
  streamDelayMs?: number;
  /** How long background work takes: so many retrievals, or so much time, whichever ends first. */
  background?: Partial<Pace>;
  /** Refuses what comes faster with 429. Default: nothing is refused, and the headers speak of a large account. */
  rateLimit?: RateLimit;
  /** Which models are served: those of the day (default), those that OpenAI has retired too, or any name. */
  models?: ModelRange;
  /** Milliseconds before each answer. */
  latencyMs?: number;
}

/** An OpenAI API of its own on this machine: no network, no key, no cost. */
export interface Emulator {
  /** Root to use as the connection's base URL, e.g. http://127.0.0.1:41234/v1 */
  readonly baseUrl: string;
  /** Every request received, oldest first. */
  readonly requests: ReceivedRequest[];
  /** Answers the next request(s) whose path starts with `path` with this instead. */
  answerNext(path: string, answer: ScriptedAnswer): void;
  /** Forgets journal and scripted answers. */
  reset(): void;
  stop(): Promise<void>;
}

/** The paths of OpenAI's API that the emulator refuses as not emulated, by resource: `/evals (6 paths)`. */
export function listPathsNotServed(): string[] {
  const links = createFileLinks();
  const files = createUploadedFiles();
  return groupPaths(listNotServed(createRoutes({ links, files, pace: defaultPace, models: 'current' })));
}

const host = '127.0.0.1';

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'));
  } catch {
    return undefined;
  }
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      const address = server.address();
      resolve(`http://${host}:${typeof address === 'object' && address ? address.port : port}`);
    });
  });
}

function close(server: Server): Promise<void> {
  return new Promise(resolve => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}

/** Starts an emulator on 127.0.0.1. Stop it when done: it keeps the process alive. */
export async function start(options: EmulatorOptions = {}): Promise<Emulator> {
  const { port = 0, now = () => new Date(), streamDelayMs = 0, latencyMs = 0, models = 'current' } = options;
  const requests: ReceivedRequest[] = [];
  const scripted = createScriptedAnswers();
  const files = createUploadedFiles();
  const pace = { ...defaultPace, ...options.background };
  const routes = createRoutes({ links: createFileLinks(), files, pace, models });
  const checkRequest = createRequestCheck(models);
  const limiter = createRateLimiter(options.rateLimit);
  let origin = '';

  async function readRequest(incoming: IncomingMessage): Promise<ApiRequest> {
    const rawBody = await readBody(incoming);
    const { pathname, searchParams } = new URL(incoming.url ?? '/', origin);
    const headers = flattenHeaders(incoming.headers);
    return {
      method: incoming.method ?? 'GET',
      path: pathname,
      query: searchParams,
      headers,
      body: isMultipart({ headers }) ? undefined : parseJson(rawBody),
      rawBody,
      id: newId('req_'),
      origin,
      now: now(),
    };
  }

  async function handle(incoming: IncomingMessage, response: ServerResponse): Promise<void> {
    const startedAt = performance.now();
    const request = await readRequest(incoming);
    requests.push(toReceivedRequest(request));
    const planned = scripted.take(request.path);
    const answer: Answer = planned
      ? { relay: () => playScriptedAnswer(response, planned) }
      : await answerRequest(routes, { limiter, checkRequest }, request).catch(toRefusal);
    await pause(latencyMs);
    const headers = { ...standardHeaders(request, startedAt), ...limiter.headers() };
    for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
    await sendAnswer(response, answer, streamDelayMs);
  }

  const server = createServer((incoming, response) => {
    // Nobody is left to answer when the client goes away, and a stream that fails can only be cut.
    handle(incoming, response).catch(() => response.destroy());
  });
  // As long as the API's own: a client whose process was busy for some seconds would send into a closed connection.
  server.keepAliveTimeout = 75_000;
  origin = await listen(server, port);

  return {
    baseUrl: `${origin}/v1`,
    requests,
    answerNext: (path, planned) => scripted.add(path, planned),
    reset: () => {
      requests.length = 0;
      scripted.clear();
    },
    stop: async () => {
      await close(server);
      await files.close();
    },
  };
}
