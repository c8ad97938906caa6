import type { Failure } from '../types/failure';

/** What was being done when an error occurred. */
export type Step = 'running the query' | 'building the request' | 'sending the request' | 'reading the response';

/**
 * The failure of a bug in the plugin. Its cause is a copy of the error without secrets, for the host's log.
 *
 * @param redact Removes secrets from the error's message; without it the message is left out.
 */
export function internalFailure(
  error: unknown,
  step: Step,
  redact: (text: string) => string = () => ''
): Failure & { cause: Error } {
  const { name, message, stack } = describeError(error);
  const cause = new Error(redact(message));
  cause.name = name;
  // The lines above the frames repeat the message.
  const frames = stack.split('\n').filter(line => /^\s+at /.test(line));
  cause.stack = [`${name}: ${cause.message}`, ...frames].join('\n');
  return {
    kind: 'internal',
    code: 'internal_error',
    reason: `An internal error occurred while ${step} (${name})`,
    cause,
  };
}

/** The parts of an error, which may come from another realm. */
function describeError(error: unknown): { name: string; message: string; stack: string } {
  const text = (property: string) => {
    const value: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, property) : undefined;
    return typeof value === 'string' ? value : '';
  };
  return { name: text('name') || 'Error', message: text('message'), stack: text('stack') };
}
