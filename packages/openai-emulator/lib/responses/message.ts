import type {
  ResponseOutputMessage,
  ResponseOutputRefusal,
  ResponseOutputText,
} from 'openai/resources/responses/responses';
import { countTokens, finishText, splitForStream } from '../answers/tokens';
import { newId } from '../http/messages';
import { type Annotation, type CitedText, endOf } from './cited-text';
import type { ItemEvent, OutputPart } from './types';

type Content = ResponseOutputText | ResponseOutputRefusal;

/** One part of a message. */
export interface Words {
  kind: 'text' | 'refusal';
  text: string;
  annotations?: Annotation[];
  /** Whether the tokens ran out before the end. */
  isCut: boolean;
}

function toContent({ kind, text, annotations = [] }: Words): Content {
  return kind === 'text'
    ? { type: 'output_text', text, annotations, logprobs: [] }
    : { type: 'refusal', refusal: text };
}

/** Ends a text when the tokens are used up, and with it what it cites. */
export function limitWords({ text: whole, annotations }: CitedText, maxTokens: number): Words {
  const { text, finishReason } = finishText(whole, { stop: [], maxTokens });
  return {
    kind: 'text',
    text,
    annotations: annotations.filter(annotation => endOf(annotation) <= text.length),
    isCut: finishReason === 'length',
  };
}

function* streamWords(
  words: Words,
  place: { item_id: string; output_index: number; content_index: number }
): Iterable<ItemEvent> {
  const { kind, text, annotations = [] } = words;
  yield { type: 'response.content_part.added', ...place, part: toContent({ kind, text: '', isCut: false }) };
  let told = 0;
  let cited = 0;
  for (const delta of splitForStream(text)) {
    if (kind === 'text') yield { type: 'response.output_text.delta', ...place, delta, logprobs: [] };
    else yield { type: 'response.refusal.delta', ...place, delta };
    told += delta.length;
    for (const annotation of annotations.slice(cited)) {
      if (endOf(annotation) > told) break;
      const annotation_index = cited;
      yield { type: 'response.output_text.annotation.added', ...place, annotation_index, annotation };
      cited += 1;
    }
  }
  if (kind === 'text') yield { type: 'response.output_text.done', ...place, text, logprobs: [] };
  else yield { type: 'response.refusal.done', ...place, refusal: text };
  yield { type: 'response.content_part.done', ...place, part: toContent(words) };
}

function* streamMessage(contents: Words[], item_id: string, output_index: number): Iterable<ItemEvent> {
  for (const [content_index, words] of contents.entries()) {
    yield* streamWords(words, { item_id, output_index, content_index });
  }
}

/** What the model says, in one part or several. */
export function makeMessage(...contents: Words[]): OutputPart {
  const id = newId('msg_');
  const draft: ResponseOutputMessage = { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] };
  const status = contents.some(({ isCut }) => isCut) ? 'incomplete' : 'completed';
  return {
    item: { ...draft, status, content: contents.map(toContent) },
    draft,
    events: outputIndex => streamMessage(contents, id, outputIndex),
    tokens: countTokens(contents.map(({ text }) => text).join('')),
  };
}
