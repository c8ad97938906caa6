import { ApiError } from '../http/api-error';
import { type JsonObject, objectsIn, textOf } from '../http/json';

/** The results that follow a message, up to the next message of somebody else. */
function resultsAfter(messages: JsonObject[], index: number): JsonObject[] {
  const rest = messages.slice(index + 1);
  const end = rest.findIndex(({ role }) => role !== 'tool');
  return end < 0 ? rest : rest.slice(0, end);
}

/** Rejects calls that no message answers, and results that answer no call. */
export function checkToolMessages(messages: JsonObject[]): void {
  const answered = new Set<JsonObject>();
  for (const [index, message] of messages.entries()) {
    const ids = objectsIn(message['tool_calls']).map(({ id }) => textOf(id));
    if (ids.length === 0) continue;
    const results = resultsAfter(messages, index);
    const open = ids.filter(id => !results.some(({ tool_call_id }) => tool_call_id === id));
    if (open.length > 0) {
      throw new ApiError(
        "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'. " +
          `The following tool_call_ids did not have response messages: ${open.join(', ')}`,
        { param: 'messages' }
      );
    }
    for (const result of results) if (ids.includes(textOf(result['tool_call_id']))) answered.add(result);
  }
  const stray = messages.findIndex(message => message['role'] === 'tool' && !answered.has(message));
  if (stray < 0) return;
  throw new ApiError(
    "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'.",
    { param: `messages.[${stray}].role` }
  );
}
