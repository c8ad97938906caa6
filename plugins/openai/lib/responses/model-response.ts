import { checkBody, unusable } from '../failures/body-check';
import { findWords } from '../failures/error-body';
import { isJsonObject } from '../options/json-object';
import { anyObject, anything, flag, list, number, object, readFields, text } from '../transport/fields';

/** A response as servers give it. Every field may be missing: which of them are needed is for the reader to say. */

const annotation = object({
  type: text,
  url: text,
  title: text,
  filename: text,
  file_id: text,
  container_id: text,
  start_index: number,
  end_index: number,
  index: number,
});

const part = object({ type: text, text, refusal: text, annotations: list(annotation) });

/** What any kind of item may hold. */
const item = object({
  id: text,
  type: text,
  role: text,
  content: anything,
  summary: list(part),
  call_id: text,
  name: text,
  arguments: anything,
  input: text,
  action: anyObject,
  actions: list(anyObject),
  operation: anyObject,
  pending_safety_checks: list(anyObject),
  server_label: text,
  output: anything,
  error: anything,
  code: text,
  outputs: list(object({ type: text, logs: text, url: text })),
  queries: list(text),
  results: list(object({ file_id: text, filename: text, score: number, text })),
  result: text,
  revised_prompt: text,
  svg_usage: anyObject,
});

const response = object({
  id: text,
  status: text,
  model: text,
  created_at: number,
  service_tier: text,
  output: list(item),
  output_text: text,
  error: anything,
  incomplete_details: object({ reason: text }),
  usage: anyObject,
  tool_usage: object({ image_gen: anyObject, web_search: object({ num_requests: number }) }),
  tools: list(object({ type: text, model: text })),
  text: object({ format: object({ type: text, schema: anyObject }) }),
  background: flag,
  background_options: object({ completion_window: text }),
  partial_images: list(text),
  input_transformations: list(object({ id: text, action: text, reason: text, type: text })),
});

export type ItemPart = NonNullable<ReturnType<typeof part>>;
export type ResponseItem = NonNullable<ReturnType<typeof item>>;

/** A response as read. */
export interface ModelResponse extends Omit<NonNullable<ReturnType<typeof response>>, 'error' | 'output' | 'status'> {
  status: string;
  output: ResponseItem[];
  /** The items as they came. */
  items: object[];
  error?: { code: string; message: string };
}

const partList = list(part);

/** What a message says, or what it thought; some servers write a bare text in the place of parts. */
export function readParts(content: unknown): ItemPart[] {
  if (typeof content === 'string') return [{ type: 'output_text', text: content }];
  return partList(Array.isArray(content) ? content.map(toPart) : content, 'content', []) ?? [];
}

const toPart = (part: unknown) => (typeof part === 'string' ? { type: 'output_text', text: part } : part);

/**
 * Reads a response in any state.
 *
 * @throws UnusableResponse, StreamedError where the body is no response.
 */
export function readResponse(body: unknown, warn?: (parameter: string, reason: string) => void): ModelResponse {
  const content = unwrap(body);
  const { error, output = [], status, ...read } = readFields(content, response, warn) ?? {};
  const isNone = read.id === undefined && output.length === 0 && read.output_text === undefined;
  if (isNone) {
    checkBody(body);
    throw unusable(body, 'The response has neither an id nor output');
  }
  const typed = output.map(withType);
  const said = typed.length === 0 && read.output_text ? [toMessage(read.output_text)] : typed;
  const raw = isJsonObject(content) ? [content['output']].flat() : [];
  const items = raw.filter(one => typeof one === 'object' && one !== null);
  const failure = toError(error);
  const derived = failure ? 'failed' : read.incomplete_details ? 'incomplete' : 'completed';
  return {
    ...read,
    status: status ?? derived,
    output: said,
    items: items.length > 0 ? items : said,
    ...(failure && { error: failure }),
  };
}

/** Some servers leave out the type of an item, which its fields show. */
function withType(entry: ResponseItem): ResponseItem {
  if (entry.type !== undefined) return entry;
  if (entry.name !== undefined && entry.arguments !== undefined) return { ...entry, type: 'function_call' };
  return entry.result === undefined ? entry : { ...entry, type: 'image_generation_call' };
}

const toMessage = (said: string): ResponseItem => ({
  type: 'message',
  role: 'assistant',
  content: [{ type: 'output_text', text: said }],
});

function toError(error: unknown): { code: string; message: string } | undefined {
  if (error === undefined || error === '') return undefined;
  const { code = 'server_error', message = 'The server did not say why' } = findWords(error) ?? {};
  return { code, message };
}

/** Some gateways wrap a response in another object. */
function unwrap(body: unknown): unknown {
  if (!isJsonObject(body) || body['output'] !== undefined) return body;
  const inner = [body['response'], body['result'], body['data']].find(
    value => isJsonObject(value) && value['output'] !== undefined
  );
  return inner ?? body;
}
