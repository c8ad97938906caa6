import type { ConnectionTestResult } from '@tooljet/plugins-sdk-shim';
import { type Emulator, type EmulatorOptions, type ReceivedRequest, start as startEmulator } from 'openai-emulator';
import type { StreamEvent } from '../../workbench/host/plugin-service';
import { findViolations } from './api-document';
import { loadPlugin } from './hosts';
import { recordConnectionTest, recordFailure, recordResult } from './record-messages';

export type Fields = Record<string, unknown>;

/** What a query that succeeded gives. */
export interface Result<Data = unknown> {
  status: string;
  message: string;
  data: Data;
  metadata: Metadata;
}

export interface Metadata {
  operation: string;
  model?: string;
  id?: string;
  request_id?: string;
  finish_reason?: string;
  usage?: Record<string, number>;
  cost?: { usd: number; basis: string } | null;
  max_cost?: { usd: number; basis: string } | null;
  warnings: { parameter: string; reason: string }[];
  duration_ms?: number;
  attempts: number;
  rate_limit?: Fields;
  raw?: unknown;
}

/** One field that a query was refused for. */
interface Problem {
  field: string;
  message: string;
  allowed?: unknown[];
}

/** A QueryError as a host passes it on. */
export interface Failure {
  message: string;
  description: string;
  data: Fields & { code: string; category: string; problems: Problem[] };
}

/** The built bundle with an API of its own to talk to. */
export interface TestPlugin {
  readonly emulator: Emulator;
  /** The connection that is used where a test names none. */
  readonly source: Fields;
  run<Data = unknown>(query: Fields, source?: Fields): Promise<Result<Data>>;
  stream(query: Fields, options?: { source?: Fields; signal?: AbortSignal }): AsyncIterable<StreamEvent>;
  testConnection(source?: Fields): Promise<ConnectionTestResult>;
  /** The QueryError of a query that fails. */
  failure(query: Fields, source?: Fields): Promise<Failure>;
  /** The QueryError of a query that is refused before any request. */
  refusal(query: Fields, source?: Fields): Promise<Failure>;
  lastRequest(): ReceivedRequest;
  /** The JSON of the last request. */
  lastBody(): Fields;
  /** Says why the requests of this test are not to be checked against OpenAI's own API document. */
  leaveDocument(reason: string): void;
  /** Checks the requests of a test against OpenAI's own API document and forgets them. */
  endTest(): void;
  stop(): Promise<void>;
}

/** Starts an emulator and gives the plugin as a host has it. */
export async function startPlugin(options: EmulatorOptions = {}): Promise<TestPlugin> {
  const emulator = await startEmulator(options);
  const source = { apiKey: 'sk-test-0123456789abcdef', baseUrl: emulator.baseUrl };
  let left: string | undefined;

  const run = async <Data>(query: Fields, from: Fields = source) => {
    const result: unknown = await loadPlugin().run(from, query, 'connection-1', '2026-01-01T00:00:00.000Z', {
      user: { id: 'user-1' },
      app: { id: 'app-1', isPublic: false },
    });
    recordResult(result as Result);
    return result as Result<Data>;
  };
  const failure = async (query: Fields, from?: Fields) => {
    const outcome = await run(query, from).then(
      result => ({ result }),
      (error: unknown) => ({ error })
    );
    if ('result' in outcome) throw new Error(`The query succeeded: ${JSON.stringify(outcome.result).slice(0, 500)}`);
    return readFailure(outcome.error);
  };
  const endTest = () => {
    const found = left === undefined ? emulator.requests.flatMap(findViolations) : [];
    left = undefined;
    emulator.reset();
    expect(found).toEqual([]);
  };

  return {
    emulator,
    source,
    run,
    stream: (query, { source: from = source, signal = new AbortController().signal } = {}) => {
      const service = loadPlugin();
      if (!service.stream) throw new Error('The plugin has no stream');
      return service.stream(from, query, { signal });
    },
    testConnection: async (from = source) => {
      const service = loadPlugin();
      if (!service.testConnection) throw new Error('The plugin has no testConnection');
      const outcome = await service.testConnection(from);
      recordConnectionTest(outcome);
      return outcome;
    },
    failure,
    refusal: async (query, from) => {
      const before = emulator.requests.length;
      const refused = await failure(query, from);
      expect(emulator.requests.slice(before)).toEqual([]);
      expect(refused.data.category).toBe('invalid_options');
      return refused;
    },
    lastRequest: () => lastOf(emulator.requests),
    lastBody: () => lastOf(emulator.requests).body as Fields,
    leaveDocument: reason => {
      left = reason;
    },
    endTest,
    stop: async () => {
      await emulator.stop();
      endTest();
    },
  };
}

/** Everything a stream gives. */
export async function collect(events: AsyncIterable<StreamEvent>): Promise<StreamEvent[]> {
  const collected: StreamEvent[] = [];
  for await (const event of events) collected.push(event);
  return collected;
}

/** Reads what a plugin threw, which comes from another realm; a host tells its own class by this name. */
export function readFailure(error: unknown): Failure {
  const thrown = error as Failure & { constructor: { name: string } };
  if (thrown.constructor.name !== 'QueryError') throw error;
  const { message, description, data } = thrown;
  recordFailure({ message, description, data });
  return { message, description, data };
}

/** The options that a query's warnings speak of, besides the notice that a model ends soon. */
export function warnedOf({ metadata }: Result): string[] {
  const others = metadata.warnings.filter(({ reason }) => !reason.includes(' shuts down at OpenAI on '));
  return others.map(({ parameter }) => parameter);
}

function lastOf(requests: ReceivedRequest[]): ReceivedRequest {
  const last = requests.at(-1);
  if (!last) throw new Error('No request was received');
  return last;
}
