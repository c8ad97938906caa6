import { createServer } from 'node:http';
import { inspect } from 'node:util';
import fc from 'fast-check';
import { findViolations } from '../support/api-document';
import { failureOf, loadPlugin, type Thrown } from '../support/hosts';
import type { Fields } from '../support/plugin';
import { secrets, Trap } from './values';

/** One query, and what a server says to whatever it sends. */
export interface Case {
  query: unknown;
  source: Fields;
  /** The JSON that a request is answered with; nothing for an error that quotes all that came. */
  answer: string | undefined;
  /** What it sends must be as the API document says. */
  isLikely?: boolean;
}

interface Sent {
  method: string;
  path: string;
  body: unknown;
}

/** A server that repeats what it was sent, secrets included. */
export interface QuotingServer {
  baseUrl: string;
  /** What is wrong with how a query ends, and with what it sends. */
  judge(given: Case): Promise<string[]>;
  stop(): Promise<void>;
}

export async function startQuotingServer(): Promise<QuotingServer> {
  let answer: string | undefined;
  let sent: Sent[] = [];
  const server = createServer(async (incoming, response) => {
    let text = '';
    for await (const chunk of incoming.setEncoding('utf8')) text += chunk;
    const { method = '', url: path = '', headers } = incoming;
    const isJson = headers['content-type'] === 'application/json';
    sent.push({ method, path, body: isJson ? JSON.parse(text) : undefined });
    response.setHeader('content-type', 'application/json').setHeader('x-request-id', String(headers['authorization']));
    const quoted = { message: `No: ${JSON.stringify(headers)}`, code: String(headers['x-key']), type: 'quoted' };
    if (answer === undefined) response.statusCode = 400;
    response.end(answer ?? JSON.stringify({ error: quoted }));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const baseUrl = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`;
  return {
    baseUrl,
    async judge(given) {
      answer = given.answer;
      sent = [];
      const outcome = await run(given);
      return typeof outcome === 'string'
        ? [outcome]
        : [...judgeOutcome(outcome, hasTrap(given)), ...(given.isLikely ? sent.flatMap(judgeRequest) : [])];
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function run({ query, source }: Case): Promise<object | string> {
  try {
    return await loadPlugin().run(spring({ ...source }), spring(query));
  } catch (thrown) {
    return failureOf(Promise.reject(thrown)).catch((error: Error) => error.message);
  }
}

/** Puts the traps into a query or a connection. */
function spring(handed: unknown): object {
  const value = handed instanceof Trap ? handed.make() : handed;
  if (
    value === handed &&
    typeof value === 'object' &&
    value !== null &&
    Object.getPrototypeOf(value) === Object.prototype
  ) {
    const made = Object.entries(value).map(([name, inner]) => [name, inner instanceof Trap ? inner.make() : inner]);
    return Object.fromEntries(made);
  }
  return value as object;
}

const isThrown = (outcome: object): outcome is Thrown => 'className' in outcome;

/** Whatever throws when it is read is no fault of the plugin, and yet ends as if it were. */
const hasTrap = ({ query, source }: Case): boolean =>
  [query, ...[query, source].flatMap(value => Object.values(Object(value)))].some(value => value instanceof Trap);

function judgeOutcome(outcome: object, mayThrow: boolean): string[] {
  let shown: string;
  try {
    const { stack: _, ...rest } = { stack: '', ...outcome };
    shown = JSON.stringify(rest);
  } catch (error) {
    return [`JSON cannot write it: ${error}`];
  }
  const found = Object.values(secrets).flatMap(secret =>
    shows(shown, secret) ? [`it shows ${secret}: ${shown}`] : []
  );
  if (!isThrown(outcome)) return found;
  if (outcome.className !== 'QueryError') found.push(`it threw ${outcome.className}: ${outcome.message}`);
  if (shown.length > 65_536) found.push(`an error of ${shown.length} characters`);
  const { category } = outcome.data;
  if (typeof category !== 'string') found.push(`no category: ${shown.slice(0, 300)}`);
  if (category === 'internal' && !mayThrow) found.push(`an internal error: ${shown.slice(0, 500)}`);
  return found;
}

function shows(text: string, secret: string): boolean {
  const forms = [0, 1, 2].map(before =>
    Buffer.from(`${'~'.repeat(before)}${secret}`)
      .toString('base64')
      .slice(4, -4)
  );
  return [secret, secret.slice(0, 10), secret.slice(-10), ...forms].some(form => text.includes(form));
}

/** Newer than the document. */
const NEWER = /"background_options":|"detail":"original"/;

function judgeRequest({ method, path, body }: Sent): string[] {
  if (NEWER.test(JSON.stringify(body) ?? '')) return [];
  const found = findViolations({ method, path, body, headers: {}, rawBody: Buffer.alloc(0) });
  return found.map(violation => `it sent ${violation}: ${JSON.stringify(body).slice(0, 500)}`);
}

/** What is wrong with any of so many cases, and with which. */
export async function judgeSome(
  server: QuotingServer,
  cases: fc.Arbitrary<Case>,
  numRuns: number,
  seed: number
): Promise<string[]> {
  const found: string[] = [];
  for (const given of fc.sample(cases, { numRuns, seed })) {
    const faults = await server.judge(given);
    if (faults.length > 0) found.push(...faults, describeCase(given));
  }
  return found;
}

/** Reads no property that could throw. */
const describeCase = ({ query, answer }: Case): string =>
  `  by ${inspect(query, { showProxy: true, depth: 3, breakLength: 500, maxStringLength: 200 })}, answered ${answer?.slice(0, 100)}`;
