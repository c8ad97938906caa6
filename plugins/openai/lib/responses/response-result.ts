import type { ResponseOutputItem, ResponseOutputText } from 'openai/resources/responses/responses';
import { chargesOf } from '../cost/charges';
import { addUsages } from '../cost/usage';
import { checkAnswer } from '../failures/answer-check';
import { unexpectedAnswer } from '../failures/failure';
import { describeBase64, type ImageResult } from '../images/image-result';
import type { Outcome } from '../operation';
import { parseAnswer } from '../text/structured-output';
import { createLocator, hostOf, type Locator } from './cited-report';
import { type ResponseItems, readItems } from './response-items';
import { type StreamedResponse, usagesOf } from './response-stream';

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

type Annotation = ResponseOutputText['annotations'][number];

/** `data` of a response. */
export interface ResponseData extends ResponseItems {
  id: string;
  status: string;
  text: string;
  parsed?: unknown;
  refusal?: string;
  citations: Citation[];
  reasoning_summary: string;
  incomplete_reason?: string;
  /** If the response failed. */
  error?: { code: string; message: string };
  partial_images?: ImageResult[];
  /** The API's own items, without the base64 of images, which is in `images`. */
  output: object[];
}

/**
 * Checks that a body is a response. A failed one has an `error`, and so have errors of gateways.
 *
 * @throws UnusableAnswer, StreamedError
 */
export function checkResponse(response: Pick<StreamedResponse, 'id' | 'output'>): void {
  if (typeof response.id === 'string' || Array.isArray(response.output)) return;
  checkAnswer(response);
  throw unexpectedAnswer();
}

/**
 * Reads a response: its joined text and its other items by kind.
 *
 * @param isJson The request asked for JSON.
 * @throws UnusableAnswer if JSON is incomplete or invalid, or if the body is not a response.
 */
export function toResponseData(response: StreamedResponse, isJson: boolean): ResponseData {
  checkResponse(response);
  const partial = (response.partial_images ?? []).map(describeBase64);
  const { id, status = 'completed', output = [], incomplete_details, error } = response;
  const { text, citations, refusal } = readMessages(output);
  const incomplete_reason = incomplete_details?.reason;
  const hasJson = isJson && text !== '' && !refusal;
  return {
    id,
    status,
    text,
    ...(hasJson && { parsed: parseAnswer(text, incomplete_reason === 'max_output_tokens') }),
    ...(refusal && { refusal }),
    ...readItems(output),
    citations,
    reasoning_summary: output.flatMap(toSummary).join('\n\n'),
    ...(incomplete_reason && { incomplete_reason }),
    ...(error && { error: { code: error.code, message: error.message } }),
    ...(partial.length > 0 && { partial_images: partial }),
    output: output.map(withoutBase64),
  };
}

/** The outcome of a request for a stored response, in any state. */
export function toStoredResponse(response: StreamedResponse): Outcome<ResponseData> {
  // An unfinished response does not hold complete JSON yet.
  const isJson = response.status === 'completed' && response.text?.format?.type?.startsWith('json');
  const data = toResponseData(response, isJson ?? false);
  return { message: `The response is ${data.status.replace('_', ' ')}`, data, ...describeResponse(response) };
}

/** The fields that every outcome of a response shares. */
export function describeResponse(
  response: StreamedResponse
): Pick<Outcome, 'id' | 'model' | 'finish_reason' | 'usage' | 'charges'> {
  const { id, model, status } = response;
  const usage = addUsages(usagesOf(response));
  return { id, model, finish_reason: status, usage, charges: chargesOf(response) };
}

function readMessages(output: ResponseOutputItem[]): { text: string; citations: Citation[]; refusal: string } {
  let text = '';
  let refusal = '';
  const citations: Citation[] = [];
  for (const part of output.flatMap(item => (item.type === 'message' ? item.content : []))) {
    if (part.type === 'refusal') {
      refusal += part.refusal;
      continue;
    }
    const before = text.length;
    text += part.text;
    const locate = createLocator(part.text);
    citations.push(...(part.annotations ?? []).flatMap(annotation => toCitation(annotation, before, locate)));
  }
  return { text, citations, refusal };
}

/** @param before The length of the text in front of the annotated part. */
function toCitation(annotation: Annotation, before: number, locate: Locator): Citation[] {
  switch (annotation.type) {
    case 'url_citation': {
      const { url, start_index, end_index } = annotation;
      const { start, end } = locate(start_index, end_index, url);
      return [{ title: annotation.title || hostOf(url), url, start: before + start, end: before + end }];
    }
    case 'container_file_citation': {
      const { filename: title, file_id, container_id, start_index: start, end_index: end } = annotation;
      return [{ title, file_id, container_id, start: before + start, end: before + end }];
    }
    case 'file_citation':
      return [{ title: annotation.filename, file_id: annotation.file_id }];
    default:
      return [];
  }
}

function toSummary(item: ResponseOutputItem): string[] {
  return item.type === 'reasoning' ? item.summary.map(({ text }) => text) : [];
}

function withoutBase64(item: ResponseOutputItem): object {
  if (item.type !== 'image_generation_call') return item;
  const { result: _, ...rest } = item;
  return rest;
}
