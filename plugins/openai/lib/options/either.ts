/** "a list", "a string or a list", "a string, a list or a JSON object". */
export function either(kinds: readonly unknown[]): string {
  const [last, ...others] = kinds.toReversed();
  return others.length > 0 ? `${others.toReversed().join(', ')} or ${last}` : String(last);
}
