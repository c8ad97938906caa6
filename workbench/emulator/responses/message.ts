import type {
  ResponseOutputMessage,
  ResponseOutputRefusal,
  ResponseOutputText,
} from 'openai/resources/responses/responses';
import { newId } from '../http';
import { countTokens, splitForStream } from '../tokens';
import type { ItemEvent, OutputPart } from './output';

type Content = ResponseOutputText | ResponseOutputRefusal;

interface Words {
  kind: 'text' | 'refusal';
  text: string;
  /** Whether the tokens ran out before the end. */
  isCut: boolean;
}

function toContent(kind: Words['kind'], text: string): Content {
  return kind === 'text'
    ? { type: 'output_text', text, annotations: [], logprobs: [] }
    : { type: 'refusal', refusal: text };
}

function* streamWords({ kind, text }: Words, item_id: string, output_index: number): Iterable<ItemEvent> {
  const place = { item_id, output_index, content_index: 0 };
  yield { type: 'response.content_part.added', ...place, part: toContent(kind, '') };
  for (const delta of splitForStream(text)) {
    if (kind === 'text') yield { type: 'response.output_text.delta', ...place, delta, logprobs: [] };
    else yield { type: 'response.refusal.delta', ...place, delta };
  }
  if (kind === 'text') yield { type: 'response.output_text.done', ...place, text, logprobs: [] };
  else yield { type: 'response.refusal.done', ...place, refusal: text };
  yield { type: 'response.content_part.done', ...place, part: toContent(kind, text) };
}

/** What the model says. */
export function makeMessage(words: Words): OutputPart {
  const id = newId('msg_');
  const draft: ResponseOutputMessage = { id, type: 'message', status: 'in_progress', role: 'assistant', content: [] };
  const status = words.isCut ? 'incomplete' : 'completed';
  return {
    item: { ...draft, status, content: [toContent(words.kind, words.text)] },
    draft,
    events: outputIndex => streamWords(words, id, outputIndex),
    tokens: countTokens(words.text),
  };
}
