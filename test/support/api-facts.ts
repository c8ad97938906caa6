import type { ReceivedRequest } from 'openai-emulator';
import { checkBody } from '../../packages/openai-emulator/lib/parameters/check-shape';
import { findBodyShape, isKnownResource } from '../../packages/openai-emulator/lib/parameters/shape-table';

/**
 * What a JSON request does against the facts that a script has taken from OpenAI's API document and SDK: the emulator
 * refuses by them whatever it answers itself, but not what a test has it answer.
 */
export function findFactViolations({ method, path, body }: ReceivedRequest): string[] {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return [];
  const asked = path.replace(/^\/v1|\?.*$/g, '');
  const shape = findBodyShape(method, asked, false);
  // Of resources that the emulator does not serve, the document itself must tell.
  if (shape === undefined) return isKnownResource(asked) ? [`${method} ${asked} takes no JSON`] : [];
  try {
    checkBody({ ...body }, shape, { takesUnknown: false });
    return [];
  } catch (error) {
    return [`${asked}: ${error instanceof Error ? error.message : error}`];
  }
}
