import type { ResponseFunctionToolCallItem } from 'openai/resources/responses/responses';
import { countTokens } from '../answers/tokens';
import { isObject, type JsonObject, objectsIn } from '../http/json';
import { newId } from '../http/messages';
import type { ItemEvent, OutputPart } from './types';

const lettersPerDelta = 12;

/** The functions among a request's tools, as chat completions describe them. */
export function functionsIn(body: JsonObject): JsonObject[] {
  const functions = objectsIn(body['tools']).filter(({ type }) => type === 'function');
  return functions.map(({ type, ...described }) => ({ type, function: described }));
}

/** The choice among them; if other tools have been used before, none has to be. */
export function functionChoiceIn(body: JsonObject, isFree: boolean): unknown {
  const choice = body['tool_choice'];
  if (!isObject(choice)) {
    if (functionsIn(body).length === 0) return 'none';
    return isFree && choice === 'required' ? 'auto' : choice;
  }
  if (choice['type'] === 'function') return choice;
  if (choice['type'] !== 'allowed_tools') return 'none';
  return { allowed_tools: isFree ? { ...choice, mode: 'auto' } : choice };
}

function* streamArguments(
  { name, input: text }: { name: string; input: string },
  item_id: string,
  output_index: number
): Iterable<ItemEvent> {
  for (const delta of text.match(new RegExp(`[\\s\\S]{1,${lettersPerDelta}}`, 'g')) ?? []) {
    yield { type: 'response.function_call_arguments.delta', item_id, output_index, delta };
  }
  const call = { name, arguments: text };
  yield { type: 'response.function_call_arguments.done', item_id, output_index, ...call };
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
    events: outputIndex => streamArguments(call, id, outputIndex),
    tokens: countTokens(call.name + call.input),
  };
}
