import { describeTool, isCalledFor } from '../chat/tools';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { functionsIn } from './function-calls';
import { findHosted, isFunctionChoice, isMeant, listOffers, type Offer } from './tools';
import { isReply } from './turn';
import type { Turn } from './types';

interface Choice {
  /** The hosted tools that the model uses in a turn. */
  offers: Offer[];
  /** Whether the request left the model no choice. */
  isForced: boolean;
}

const nothing: Choice = { offers: [], isForced: false };

function chooseNamed(choice: JsonObject, tools: JsonObject[]): Choice {
  if (isFunctionChoice(choice)) return nothing;
  const type = textOf(choice['type']);
  const named = tools.filter(tool => isMeant(choice, tool));
  if (named.length === 0) {
    throw new ApiError(`Tool choice '${type}' not found in 'tools' parameter.`, {
      param: 'tool_choice',
      code: 'invalid_value',
    });
  }
  const offers = listOffers(named);
  if (offers.length > 0) return { offers: offers.slice(0, 1), isForced: true };
  throw new ApiError(`The emulator does not support the tool '${type}'.`, {
    param: 'tool_choice',
    code: 'unsupported_parameter',
  });
}

function namesFunction({ body, prompt }: Turn): boolean {
  return functionsIn(body).some(tool => isCalledFor(describeTool(tool), prompt));
}

function isUsable({ type }: JsonObject): boolean {
  return type === 'function' || type === 'custom' || findHosted(type) !== undefined;
}

/** Those that the prompt calls for, else the first. */
function chooseFreely(turn: Turn, tools: JsonObject[], isForced: boolean): Offer[] {
  const offers = listOffers(tools);
  const wished = offers.filter(({ tool, hosted }) => hosted.isWished(turn, tool));
  if (wished.length > 0 || namesFunction(turn)) return wished;
  if (isForced && ['function', 'custom'].includes(textOf(tools.find(isUsable)?.['type']))) return [];
  return offers.filter(({ hosted }) => isForced || !hosted.isReserved).slice(0, 1);
}

export function chooseHostedTools(
  turn: Turn,
  choice: unknown = turn.body['tool_choice'],
  tools: JsonObject[] = objectsIn(turn.body['tools'])
): Choice {
  const offers = listOffers(tools);
  const answered = offers.filter(({ tool, hosted }) => hosted.isAnswered?.(turn, tool));
  if (answered.length > 0) return { offers: answered, isForced: false };
  if (choice === 'none' || isReply(turn)) return nothing;
  if (isObject(choice) && choice['type'] === 'allowed_tools') {
    const allowed = objectsIn(choice['tools']);
    return chooseHostedTools(
      turn,
      choice['mode'],
      tools.filter(tool => allowed.some(candidate => isMeant(candidate, tool)))
    );
  }
  if (isObject(choice)) return chooseNamed(choice, tools);
  const isForced = choice === 'required';
  return { offers: chooseFreely(turn, tools, isForced), isForced };
}
