/** An entry of the operation drop-down. */
export interface ListedOperation {
  value: string;
  name: string;
}

/** Reads which operations a query form offers. */
export function listOperations(form: unknown): ListedOperation[] {
  const list = read(read(read(form, 'properties'), 'operation'), 'list');
  if (!Array.isArray(list)) return [];
  return list.map(entry => ({ value: String(read(entry, 'value')), name: String(read(entry, 'name')) }));
}

const read = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined;

/** What `--help` shows. */
export function describeUsage(operations: ListedOperation[]): string {
  const width = Math.max(0, ...operations.map(({ value }) => value.length));
  return `Usage: npm run query -- <operation> [--field value]... [--live] [--save DIR] [then ...]

Runs a query through the built plugin and prints the result as JSON.

  --field value    any field of the operation, as in its form; --field alone means true;
                   given twice it makes a list
  --field @path    the content of a file; for image, images, mask, audio, file and files a
                   bare path will do
  --live           ask the API with OPENAI_API_KEY (and OPENAI_BASE_URL), which costs money;
                   without it the built-in emulator answers
  --save DIR       write images and sounds to DIR and print their paths
  then             another query, which may take a value of the one before:
                   --previous_response_id "{{data.id}}"; the last one's result is printed

Operations:
${operations.map(({ value, name }) => `  ${value.padEnd(width)}  ${name}`).join('\n')}
`;
}
