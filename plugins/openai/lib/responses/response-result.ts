import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { chargesOf } from '../cost/charges';
import { addUsages } from '../cost/usage';
import { checkAnswer } from '../failures/answer-check';
import { unexpectedAnswer } from '../failures/failure';
import { describeBase64, type ImageResult } from '../images/image-result';
import type { Outcome } from '../operation';
import { parseAnswer } from '../text/structured-output';
import { createLocator, hostOf } from './cited-report';
import { type ResponseItems, readItems } from './response-items';
import { type StreamedResponse, usagesOf } from './response-stream';

/** A source the answer names; positions count characters of `text`. */
interface Citation {
  title: string;
  url?: string;
  file_id?: string;
  /** Where a file lies that Python wrote. */
  container_id?: string;
  start?: number;
  end?: number;
}

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
  /** Why a response failed. */
  error?: { code: string; message: string };
  partial_images?: ImageResult[];
  /** The API's own items, images without their base64, which stands in `images`. */
  output: object[];
}

/**
 * Makes sure that an answer is a response. One that failed has an `error`, and so have refusals of gateways.
 *
 * @throws UnusableAnswer, StreamedError
 */
export function checkResponse(response: Pick<StreamedResponse, 'id' | 'output'>): void {
  if (typeof response.id === 'string' || Array.isArray(response.output)) return;
  checkAnswer(response);
  throw unexpectedAnswer();
}

/**
 * Reads a response: every text part joined, every kind of item that has something to show.
 *
 * @param isJson The answer was asked for as JSON.
 * @throws UnusableAnswer where JSON was cut off or is none, or the answer is no response.
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

/** The outcome of whatever gives a response that is kept, in any state. */
export function toKeptResponse(response: StreamedResponse): Outcome<ResponseData> {
  // What is not finished is no whole JSON yet.
  const isJson = response.status === 'completed' && response.text?.format?.type?.startsWith('json');
  const data = toResponseData(response, isJson ?? false);
  return { message: `The response is ${data.status.replace('_', ' ')}`, data, ...describeResponse(response) };
}

/** The rest of an outcome, the same for whatever gives a response. */
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
    for (const annotation of part.annotations ?? []) {
      if (annotation.type === 'url_citation') {
        const { url, start_index, end_index } = annotation;
        const { start, end } = locate(start_index, end_index, url);
        citations.push({ title: annotation.title || hostOf(url), url, start: before + start, end: before + end });
      } else if (annotation.type === 'container_file_citation') {
        const { filename: title, file_id, container_id, start_index: start, end_index: end } = annotation;
        citations.push({ title, file_id, container_id, start: before + start, end: before + end });
      } else if (annotation.type === 'file_citation') {
        citations.push({ title: annotation.filename, file_id: annotation.file_id });
      }
    }
  }
  return { text, citations, refusal };
}

function toSummary(item: ResponseOutputItem): string[] {
  return item.type === 'reasoning' ? item.summary.map(({ text }) => text) : [];
}

function withoutBase64(item: ResponseOutputItem): object {
  if (item.type !== 'image_generation_call') return item;
  const { result: _, ...rest } = item;
  return rest;
}
