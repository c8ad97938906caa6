import { chargesOf } from '../cost/charges';
import { addUsages } from '../cost/usage';
import { BrokenResponse, UnusableResponse } from '../failures/failure';
import { StreamedError } from '../failures/streamed-error';
import { describeImage, type ImageResult } from '../images/picture';
import type { Context, Outcome } from '../operation';
import { countOf } from '../options/count';
import { type Ending, parseAnswer } from '../text/json-answer';
import { type CheckAnswer, createCheck } from '../text/schema-check';
import { describeOutputs } from '../text/tool-call';
import { describeStatus } from '../transport/describe-status';
import { describeWait, readWaited } from './answer-within';
import { createLocator, hostOf, type Locator } from './cited-report';
import type { ContainerFile } from './container-files';
import { type ItemPart, type ModelResponse, type ResponseItem, readParts, readResponse } from './model-response';
import { type ResponseItems, readItems } from './response-items';

/** A cited source; `start` and `end` are positions in `text`. */
interface Citation {
  title: string;
  url?: string;
  file_id?: string;
  /** The container of a file that the code interpreter wrote. */
  container_id?: string;
  start?: number;
  end?: number;
}

/** Whether an answer is read as JSON, and how it is checked. */
interface Reading {
  isJson: boolean;
  check?: CheckAnswer;
}

/** `data` of a response. */
export interface ResponseData extends ResponseItems {
  id: string;
  status: string;
  text: string;
  parsed?: unknown;
  /** Of a response that is stored: whether it has ended, and when to poll again. */
  done?: boolean;
  next_poll_ms?: number;
  refusal?: string;
  citations: Citation[];
  reasoning_summary: string;
  incomplete_reason?: string;
  /** If the response failed. */
  error?: { code: string; message: string };
  partial_images?: ImageResult[];
  /** The files that the code interpreter wrote, if `fetch_files` asked for them. */
  files?: ContainerFile[];
  /** The API's own items, without the base64 of images, which is in `images`. */
  output: object[];
}

/**
 * Reads a response: its joined text and its other items by kind.
 *
 * @param reading What the request asked for.
 * @param isStored The response was retrieved, so it may be empty.
 * @throws UnusableResponse if JSON is incomplete or invalid, or if a completed response has no content.
 */
export function toResponseData(
  response: ModelResponse,
  { isJson, check }: Reading,
  warn?: Context['warn'],
  isStored = false
): ResponseData {
  const { id = '', status, output, incomplete_details, error } = response;
  const partial = (response.partial_images ?? []).flatMap(base64 => describeImage(base64) ?? []);
  const { text = '', citations, refusal, hasContent } = readMessages(output);
  const incomplete_reason = incomplete_details?.reason;
  if (status === 'completed' && !hasContent && !error) checkUse(output, isStored, warn);
  tellTransformations(response, warn);
  const hasJson = isJson && text !== '' && !refusal;
  return {
    id,
    status,
    text,
    ...(hasJson && { parsed: parseAnswer(text, toEnding(status, incomplete_reason), check) }),
    ...(refusal && { refusal }),
    ...readItems(output, warn),
    citations,
    reasoning_summary: output.flatMap(toSummary).join('\n\n'),
    ...(incomplete_reason && { incomplete_reason }),
    ...(error && { error }),
    ...(partial.length > 0 && { partial_images: partial }),
    output: response.items.map(withoutBase64),
  };
}

/** Tells what the API took out of the input, such as reasoning of another model. */
function tellTransformations({ input_transformations = [] }: ModelResponse, warn?: Context['warn']): void {
  for (const { type = 'item', action = 'changed', reason = 'unknown reason' } of input_transformations)
    warn?.('input', `The API has ${action} an item of the input (${type}): ${reason}`);
}

function toEnding(status: string, reason: string | undefined): Ending {
  if (reason === 'content_filter') return 'filtered';
  return reason !== undefined || status === 'incomplete' ? 'cut' : 'whole';
}

/** Items that the caller has to act on. */
const CALLS = [
  ...['function_call', 'custom_tool_call', 'shell_call', 'local_shell_call', 'apply_patch_call'],
  ...['computer_call', 'mcp_approval_request'],
];
/** Items that are no content by themselves. */
const EMPTY = ['reasoning', 'message', 'image_generation_call'];

/** Checks that a completed response without text has other content. */
function checkUse(output: ResponseItem[], isStored: boolean, warn?: Context['warn']): void {
  const isContent = ({ type = '', result }: ResponseItem) =>
    CALLS.includes(type) || (type === 'image_generation_call' && Boolean(result));
  if (output.some(isContent)) return;
  const hasItems = output.some(({ type }) => type !== undefined && !EMPTY.includes(type));
  if (!hasItems && !isStored) {
    throw new UnusableResponse(
      'empty_answer',
      'The response is complete, but its output has no text, refusal or calls'
    );
  }
  warn?.('include_raw', 'The response has no text; include_raw shows it as it came');
}

/**
 * Fails with what a response says of its own failure.
 *
 * @throws BrokenResponse with what came of the text.
 */
export function failIfFailed({ status, error, text }: Pick<ResponseData, 'status' | 'error' | 'text'>): void {
  if (!error && status !== 'failed') return;
  const said = error ?? { code: 'server_error', message: 'The response failed, and the server did not say why' };
  throw new BrokenResponse(new StreamedError({ ...said }), text);
}

/** What a response says of the format that it was asked for. */
export function readingOfFormat({ text }: ModelResponse, warn?: Context['warn']): Reading {
  const { type, schema } = text?.format ?? {};
  return {
    isJson: type?.startsWith('json') ?? false,
    ...(type === 'json_schema' && schema && { check: createCheck(schema, warn) }),
  };
}

/** The outcome of whatever gives a response that is stored, in any state. */
export function toStoredResponse(body: object, warn: Context['warn']): Outcome<ResponseData> {
  const response = readResponse(body, warn);
  // What is not finished is no whole JSON yet.
  const reading = response.status === 'completed' ? readingOfFormat(response, warn) : { isJson: false };
  const polling = describeWait(response.status, readWaited(body, warn));
  const data = { ...toResponseData(response, reading, warn, true), ...polling };
  const message = describeNeeds(data) ?? describeStatus('response', data.status);
  return { message, data, ...describeResponse(response) };
}

/** What a complete response waits for, if it does: approvals, screenshots and outputs of calls. */
export function describeNeeds(data: ResponseData): string | undefined {
  const { status, mcp_approval_requests: approvals, computer_calls: computer, tool_calls: calls } = data;
  if (status !== 'completed') return undefined;
  const needs = [
    ...(approvals.length > 0 ? [countOf(approvals.length, 'approval')] : []),
    ...(computer.length > 0 ? [countOf(computer.length, 'screenshot')] : []),
    ...(calls.length > 0 ? [describeOutputs(calls)] : []),
  ];
  return needs.length > 0 ? `The response waits for ${needs.join(' and ')}` : undefined;
}

/** What a response used: the model's own tokens, and those of the images it had made. */
export function usagesOf({ usage, tool_usage }: ModelResponse): object[] {
  return [usage, tool_usage?.image_gen].filter(part => part !== undefined);
}

/** The rest of an outcome, the same for whatever gives a response. */
export function describeResponse(
  response: ModelResponse
): Pick<Outcome, 'id' | 'model' | 'finish_reason' | 'usage' | 'charges'> {
  const { id, model, status } = response;
  const usage = addUsages(usagesOf(response));
  return { id, model, finish_reason: status, usage, charges: chargesOf(response) };
}

type Annotation = NonNullable<ItemPart['annotations']>[number];

interface MessageContent {
  text: string;
  citations: Citation[];
  refusal: string;
  /** Whether there is any text or refusal, even an empty one. */
  hasContent: boolean;
}

/** The content of all messages. */
function readMessages(output: ResponseItem[]): MessageContent {
  const content: MessageContent = { text: '', citations: [], refusal: '', hasContent: false };
  // Some servers leave out what kind of item a message is.
  const messages = output.filter(({ type, role }) => type === 'message' || role === 'assistant');
  for (const part of messages.flatMap(message => readParts(message.content))) addPart(part, content);
  return content;
}

function addPart({ text, refusal, annotations = [] }: ItemPart, content: MessageContent): void {
  content.refusal += refusal ?? '';
  content.hasContent ||= refusal !== undefined || text !== undefined;
  if (text === undefined || refusal !== undefined) return;
  const locate = createLocator(text);
  for (const annotation of annotations) {
    const citation = toCitation(annotation, locate, content.text.length);
    if (citation) content.citations.push(citation);
  }
  content.text += text;
}

/** @param offset Where the annotated part begins in the whole text. */
function toCitation(annotation: Annotation, locate: Locator, offset: number): Citation | undefined {
  const { type, url, file_id, container_id, filename, start_index, end_index } = annotation;
  const isPlaced = start_index !== undefined && end_index !== undefined;
  const place = isPlaced ? locate(start_index, end_index, url ?? '') : undefined;
  const span = place && { start: offset + place.start, end: offset + place.end };
  if (type === 'url_citation') return url ? { title: annotation.title || hostOf(url), url, ...span } : undefined;
  if (!file_id) return undefined;
  const title = annotation.title || (filename ?? file_id);
  if (type === 'container_file_citation') return { title, file_id, ...(container_id && { container_id }), ...span };
  return type === 'file_citation' ? { title, file_id } : undefined;
}

/** The text of all messages. */
export function readText(output: ResponseItem[]): string {
  return readMessages(output).text;
}

/** Servers that show the thoughts themselves have no summary of them. */
function toSummary({ type, summary = [] }: ResponseItem): string[] {
  return type === 'reasoning' ? summary.flatMap(({ text }) => text ?? []) : [];
}

function withoutBase64(item: object): object {
  if (Reflect.get(item, 'type') !== 'image_generation_call') return item;
  const { result: _, ...rest }: { result?: unknown } = item;
  return rest;
}
