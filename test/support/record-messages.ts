import { appendFileSync } from 'node:fs';
import type { ConnectionTestResult } from '@tooljet/plugins-sdk-shim';
import type { Failure, Result } from './plugin';

/** Where `npm run messages` wants the messages of a test run; absent in ordinary runs. */
const FILE = process.env['MESSAGES_FILE'];

/** Writes down what an error tells a builder. */
export function recordFailure({ message, description, data }: Failure): void {
  record('errors', [message]);
  record('reasons and hints', description.split('\n'));
  record(
    'reasons and hints',
    (data.problems ?? []).map(problem => problem.message)
  );
}

/** Writes down what a result tells a builder. */
export function recordResult({ message, metadata }: Result): void {
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
