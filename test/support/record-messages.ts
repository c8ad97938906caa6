import { appendFileSync } from 'node:fs';
import type { ConnectionTestResult } from '@tooljet/plugins-sdk-shim';

/** Where `npm run messages` wants the messages of a test run; absent in ordinary runs. */
const FILE = process.env['MESSAGES_FILE'];

interface Messages {
  message: string;
  description: string;
  data: { problems?: { message: string }[] };
}

/** Writes down what an error tells a builder. */
export function recordFailure({ message, description, data }: Messages): void {
  record('errors', [message]);
  record('reasons and hints', description.split('\n'));
  record(
    'reasons and hints',
    (data.problems ?? []).map(problem => problem.message)
  );
}

/** Writes down what a result tells a builder. */
export function recordResult(result: {
  message: string;
  metadata?: { warnings?: { parameter: string; reason: string }[] };
}): void {
  const { message, metadata } = result;
  record('results', [message]);
  record(
    'warnings',
    (metadata?.warnings ?? []).map(({ parameter, reason }) => `${parameter}: ${reason}`)
  );
}

/** Writes down what the test of a connection tells a builder. */
export function recordConnectionTest({ message = '' }: ConnectionTestResult): void {
  record('connection tests', message.split('\n'));
}

function record(kind: string, messages: string[]): void {
  if (FILE === undefined) return;
  appendFileSync(FILE, messages.map(message => `${JSON.stringify({ kind, message })}\n`).join(''));
}
