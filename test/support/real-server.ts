import type { ConnectionTestResult } from '@tooljet/plugins-sdk-shim';
import type { StreamEvent } from '../../workbench/host/plugin-service';
import { type Answering, type AnswerServer, startAnswerServer } from './answer-server';
import { loadPlugin } from './hosts';
import { type Failure, type Fields, type Result, readFailure } from './plugin';

/** The built bundle in front of a server whose every byte the test has chosen. */
export interface RealServer extends AnswerServer {
  source: Fields;
  /** Runs a query against these answers. */
  ask<Data = Fields>(query: Fields, ...answers: Answering[]): Promise<Result<Data>>;
  /** The same in pieces: the result, and the text that came before it. */
  stream<Data = Fields>(query: Fields, ...answers: Answering[]): Promise<Result<Data> & { shown: string }>;
  /** The error of a query that these answers fail. */
  fail(query: Fields, ...answers: Answering[]): Promise<Failure>;
  failStream(query: Fields, ...answers: Answering[]): Promise<Failure>;
  /** The same by another connection, against the answers set before. */
  askFrom<Data = Fields>(source: Fields, query: Fields): Promise<Result<Data>>;
  failFrom(source: Fields, query: Fields): Promise<Failure>;
  testConnection(): Promise<ConnectionTestResult>;
}

/** Starts one for the tests of a file. */
export function useRealServer(): RealServer {
  const place: { server?: AnswerServer } = {};
  const server = () => {
    if (!place.server) throw new Error('The server is not started yet');
    return place.server;
  };
  beforeAll(async () => {
    place.server = await startAnswerServer();
  });
  afterEach(() => server().reset());
  afterAll(() => server().stop());

  const source = (): Fields => ({ apiKey: 'sk-test-0123456789abcdef', baseUrl: server().baseUrl, maxRetries: 0 });
  const run = async (query: Fields, from = source()): Promise<Result> => {
    const result: unknown = await loadPlugin().run(from, query, 'connection', '2026-01-01', {});
    return result as Result;
  };
  const stream = async (query: Fields) => {
    const events: AsyncIterable<StreamEvent> =
      loadPlugin().stream?.(source(), query, { signal: new AbortController().signal }) ?? none();
    let shown = '';
    let result: Result | undefined;
    for await (const event of events) {
      if (event.type === 'text_delta') shown += String(event['text']);
      if (event.type === 'result') result = event['result'] as Result;
    }
    if (!result) throw new Error('The stream gave no result');
    return { ...result, shown };
  };
  const failing = async (query: Promise<Result>) => {
    const outcome = await query.then(
      result => ({ result }),
      (error: unknown) => ({ error })
    );
    if ('error' in outcome) return readFailure(outcome.error);
    throw new Error(`The query succeeded: ${JSON.stringify(outcome.result).slice(0, 500)}`);
  };
  return {
    get origin() {
      return server().origin;
    },
    get baseUrl() {
      return server().baseUrl;
    },
    get requests() {
      return server().requests;
    },
    get source() {
      return source();
    },
    answer: (...answers) => server().answer(...answers),
    give: (path, answer) => server().give(path, answer),
    last: () => server().last(),
    reset: () => server().reset(),
    stop: () => server().stop(),
    ask: <Data>(query: Fields, ...answers: Answering[]) => {
      server().answer(...answers);
      return run(query) as Promise<Result<Data>>;
    },
    stream: <Data>(query: Fields, ...answers: Answering[]) => {
      server().answer(...answers);
      return stream(query) as Promise<Result<Data> & { shown: string }>;
    },
    fail: (query, ...answers) => {
      server().answer(...answers);
      return failing(run(query));
    },
    failStream: (query, ...answers) => {
      server().answer(...answers);
      return failing(stream(query));
    },
    askFrom: <Data>(from: Fields, query: Fields) => run(query, from) as Promise<Result<Data>>,
    failFrom: (from, query) => failing(run(query, from)),
    testConnection: async () => {
      const outcome = await loadPlugin().testConnection?.(source());
      if (!outcome) throw new Error('The plugin has no testConnection');
      return outcome;
    },
  };
}

async function* none(): AsyncGenerator<never> {}
