/**
 * What `JSON.parse` found wrong, completing "... is not valid JSON"; nothing where V8 does not say the place. Its message
 * quotes the text, which may be private, so only the position is shown.
 */
export function describeJsonError(error: unknown): string {
  const message = String(error);
  if (/end of JSON input/.test(message)) return ': it ends unexpectedly';
  const position = /at position \d+( \(line \d+ column \d+\))?/.exec(message)?.[0];
  return position ? `: syntax error ${position}` : '';
}
