import type { ResponseCustomToolCall, ResponseFunctionToolCallItem } from 'openai/resources/responses/responses';
import { countTokens } from '../answers/tokens';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { newId } from '../http/messages';
import type { ItemEvent, OutputPart } from './types';

const lettersPerDelta = 12;
const ownTypes = ['function', 'custom'];

/** The functions and custom tools of a request, as chat completions describe them. */
export function functionsIn(body: JsonObject): JsonObject[] {
  const own = objectsIn(body['tools']).filter(({ type }) => ownTypes.includes(textOf(type)));
  return own.map(({ type, ...described }) => ({ type, [textOf(type)]: described }));
}

/** The choice among them; if other tools have been used before, none has to be. */
export function functionChoiceIn(body: JsonObject, isFree: boolean): unknown {
  const choice = body['tool_choice'];
  if (!isObject(choice)) {
    if (functionsIn(body).length === 0) return 'none';
    return isFree && choice === 'required' ? 'auto' : choice;
  }
  if (ownTypes.includes(textOf(choice['type']))) return choice;
  if (choice['type'] !== 'allowed_tools') return 'none';
  return { allowed_tools: isFree ? { ...choice, mode: 'auto' } : choice };
}

function cut(text: string): string[] {
  return text.match(new RegExp(`[\\s\\S]{1,${lettersPerDelta}}`, 'g')) ?? [];
}

interface Call {
  kind: 'function' | 'custom';
  id: string;
  name: string;
  input: string;
}

function* streamArguments({ name, input }: Call, item_id: string, output_index: number): Iterable<ItemEvent> {
  for (const delta of cut(input)) {
    yield { type: 'response.function_call_arguments.delta', item_id, output_index, delta };
  }
  // The API names the function too, which the SDK's types do not know.
  const call = { name, arguments: input };
  yield { type: 'response.function_call_arguments.done', item_id, output_index, ...call };
}

function* streamInput({ input }: Call, item_id: string, output_index: number): Iterable<ItemEvent> {
  for (const delta of cut(input)) yield { type: 'response.custom_tool_call_input.delta', item_id, output_index, delta };
  yield { type: 'response.custom_tool_call_input.done', item_id, output_index, input };
}

function makeCustomCall(call: Call): OutputPart {
  const id = newId('ctc_');
  const draft: ResponseCustomToolCall = { id, type: 'custom_tool_call', call_id: call.id, name: call.name, input: '' };
  return {
    item: { ...draft, input: call.input },
    draft,
    events: outputIndex => streamInput(call, id, outputIndex),
    tokens: countTokens(call.name + call.input),
  };
}

export function makeFunctionCall(call: Call): OutputPart {
  if (call.kind === 'custom') return makeCustomCall(call);
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
