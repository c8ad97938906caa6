import type { CompactedResponse, ResponseOutputItem } from 'openai/resources/responses/responses';
import { countTokens, plainUsage } from '../answers/tokens';
import { textOfMessage } from '../chat/reply';
import { type Answer, type ApiRequest, newId, secondsOf } from '../http/messages';
import { writeCompacted } from './compacted';
import { countInputTokens } from './response-body';
import { readTurn, toChatMessages } from './turn';
import type { Memory } from './types';

/** The conversation in fewer items: the user's words as they were, and everything else in one that only the API reads. */
export function answerCompact(request: ApiRequest, memory: Memory): Answer {
  const turn = readTurn(request, memory);
  const items = [...turn.history, ...turn.input];
  const kept = items.filter(({ type, role }) => type === 'message' && role === 'user');
  const words = toChatMessages(turn)
    .filter(({ role }) => role !== 'user')
    .map(textOfMessage)
    .join('\n');
  const encrypted_content = writeCompacted(words);
  const input_tokens = countInputTokens(turn);
  const output_tokens = countTokens(words);
  const summary = { id: newId('cmp_'), type: 'compaction', encrypted_content } as const;
  const body: Omit<CompactedResponse, 'output'> & { output: (ResponseOutputItem | (typeof kept)[number])[] } = {
    id: newId('resp_'),
    object: 'response.compaction',
    created_at: secondsOf(request.now),
    output: [...kept, summary],
    usage: plainUsage(input_tokens, output_tokens),
  };
  return { body };
}

/** How many tokens the same request would read if a response were made of it. */
export function answerInputTokens(request: ApiRequest, memory: Memory): Answer {
  return { body: { object: 'response.input_tokens', input_tokens: countInputTokens(readTurn(request, memory)) } };
}
