import type { ResponseFunctionToolCallItem } from 'openai/resources/responses/responses';
import { newId } from '../http';
import { isObject, type JsonObject, objectsIn } from '../json';
import { countTokens } from '../tokens';
import type { ItemEvent, OutputPart } from './output';

const lettersPerDelta = 12;

/** The functions among a request's tools, as chat completions describe them. */
export function functionsIn(body: JsonObject): JsonObject[] {
  const functions = objectsIn(body['tools']).filter(({ type }) => type === 'function');
  return functions.map(({ type, ...described }) => ({ type, function: described }));
}

/** The choice among them; other tools have been chosen, or not, before. */
export function functionChoiceIn(body: JsonObject): unknown {
  const choice = body['tool_choice'];
  if (!isObject(choice)) return functionsIn(body).length > 0 ? choice : 'none';
  if (choice['type'] === 'function') return choice;
  return choice['type'] === 'allowed_tools' ? { allowed_tools: choice } : 'none';
}

function* streamArguments(text: string, item_id: string, output_index: number): Iterable<ItemEvent> {
  for (const delta of text.match(new RegExp(`[\\s\\S]{1,${lettersPerDelta}}`, 'g')) ?? []) {
    yield { type: 'response.function_call_arguments.delta', item_id, output_index, delta };
  }
  yield { type: 'response.function_call_arguments.done', item_id, output_index, arguments: text };
}

export function makeFunctionCall(call: { id: string; name: string; input: string }): OutputPart {
  const id = newId('fc_');
  const draft = {
    id,
    type: 'function_call',
    status: 'in_progress',
    call_id: call.id,
    name: call.name,
    arguments: '',
  } satisfies ResponseFunctionToolCallItem;
  return {
    item: { ...draft, status: 'completed', arguments: call.input },
    draft,
    events: outputIndex => streamArguments(call.input, id, outputIndex),
    tokens: countTokens(call.name + call.input),
  };
}
