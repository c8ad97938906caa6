import type OpenAI from 'openai';
import type { Decision as ApiDecision, DecisionCreateParams } from 'openai/resources/decisions';
import type { Concurrency } from '../bulk/concurrency';
import { type RowError, toUnsendable } from '../bulk/rows';
import { findFault, readTemplate } from '../bulk/template';
import { classifyFailure } from '../failures/classify-failure';
import type { Call, Context } from '../operation';
import { addExtra } from '../options/extra-parameters';
import { type Subject, toChatDecision } from './decision-by-chat';
import type { Question } from './questions';

/** What is asked about one input or about each row. */
export interface DecideRequest {
  model: string;
  count: number;
  /** There are rows, be it only one. */
  isMany: boolean;
  concurrency: Concurrency;
  questions: Question[];
  /** The input of each request, made when it is due, or why it cannot be made. */
  subject(index: number): Subject | RowError;
  body(subject: Subject): DecisionCreateParams;
}

/** A response, and which endpoint gave it. */
export interface Decided {
  given: unknown;
  isChat: boolean;
}

/** The inputs of a query. */
export interface Inputs {
  input?: string | undefined;
  rows?: object[] | undefined;
  prompt?: string | undefined;
  images: string[];
}

/** The input of each request: the text, or the template filled from a row. */
export function listSubjects({ input = '', rows, prompt = '', images }: Inputs): DecideRequest['subject'] {
  if (!rows) return () => ({ text: input, images });
  const template = readTemplate(prompt);
  return index => {
    const row = rows[index] ?? {};
    const fault = findFault(template, row, false);
    if (fault === undefined) return { text: template.fill(row), images };
    return toUnsendable(fault);
  };
}

/** The body for the endpoint: text as it is, or a message where there are images. */
export function toBody(
  model: string,
  questions: Question[],
  others: { safety_identifier?: string | undefined },
  context: Pick<Context, 'extra_parameters' | 'warn'>
): DecideRequest['body'] {
  return ({ text, images }) => {
    const content = [
      ...(text === '' ? [] : [{ type: 'input_text' as const, text }]),
      ...images.map(image_url => ({ type: 'input_image' as const, image_url })),
    ];
    const own: DecisionCreateParams = {
      model,
      input: images.length === 0 ? text : [{ role: 'user', content }],
      questions,
      ...(others.safety_identifier && { safety_identifier: others.safety_identifier }),
    };
    return addExtra(own, context);
  };
}

/** Sends one request to the endpoint, or to chat where the server has no such endpoint. */
export function createSender(
  client: OpenAI,
  { model, questions, body }: DecideRequest,
  call: Call
): (subject: Subject, signal: AbortSignal) => Promise<{ data: Decided; response: Response }> {
  let hasEndpoint = true;
  const askChat = async (subject: Subject, signal: AbortSignal) => {
    const asked = toChatDecision(model, subject, questions);
    const { data, response } = await client.chat.completions.create(asked, { signal }).withResponse();
    return { data: { given: data, isChat: true }, response };
  };
  return async (subject, signal) => {
    if (!hasEndpoint) return askChat(subject, signal);
    try {
      const sent = client.post<ApiDecision>('/decisions', { body: body(subject), signal });
      const { data, response } = await sent.withResponse();
      return { data: { given: data, isChat: false }, response };
    } catch (error) {
      if (call.dry_run || !isMissing(error, subject, call)) throw error;
      hasEndpoint = false;
      return askChat(subject, signal);
    }
  };
}

/** The server does not have the endpoint, or knows it by another method only. */
function isMissing(error: unknown, subject: Subject, call: Call): boolean {
  const failure = call.read(error, subject);
  if (failure.status !== 404 && failure.status !== 405) return false;
  return classifyFailure(failure).category !== 'model_not_found';
}
