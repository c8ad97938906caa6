import { ApiError } from '../api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../json';
import { functionsIn } from './function-calls';
import { imageGeneration } from './image-generation';
import type { HostedTool } from './output';
import type { Turn } from './turn';

const hostedTools: HostedTool[] = [imageGeneration];

/** A hosted tool with the settings that a request gives it. */
interface Offer {
  tool: JsonObject;
  hosted: HostedTool;
}

interface Choice {
  offers: Offer[];
  /** Whether the request left the model no choice. */
  isForced: boolean;
}

function findHosted(type: unknown): HostedTool | undefined {
  return hostedTools.find(({ types }) => types.includes(textOf(type)));
}

function listOffers(tools: JsonObject[]): Offer[] {
  return tools.flatMap(tool => {
    const hosted = findHosted(tool['type']);
    return hosted ? [{ tool, hosted }] : [];
  });
}

export function checkTools(body: JsonObject): void {
  objectsIn(body['tools']).forEach((tool, index) => {
    findHosted(tool['type'])?.check(tool, `tools[${index}]`);
  });
}

function chooseNamed(type: string, tools: JsonObject[]): Choice {
  if (type === 'function' || type === 'custom') return { offers: [], isForced: false };
  const named = tools.filter(tool => tool['type'] === type);
  if (named.length === 0) {
    throw new ApiError(`Tool choice '${type}' not found in 'tools' parameter.`, {
      param: 'tool_choice',
      code: 'invalid_value',
    });
  }
  const offers = listOffers(named);
  if (offers.length > 0) return { offers: offers.slice(0, 1), isForced: true };
  throw new ApiError(`The emulator does not have the tool '${type}'.`, {
    param: 'tool_choice',
    code: 'unsupported_parameter',
  });
}

/** The hosted tools that the model uses in a turn. */
export function chooseHostedTools(
  turn: Turn,
  choice: unknown = turn.body['tool_choice'],
  tools: JsonObject[] = objectsIn(turn.body['tools'])
): Choice {
  if (choice === 'none') return { offers: [], isForced: false };
  if (isObject(choice) && choice['type'] === 'allowed_tools') {
    const allowed = objectsIn(choice['tools']).map(({ type }) => type);
    return chooseHostedTools(
      turn,
      choice['mode'],
      tools.filter(({ type }) => allowed.includes(type))
    );
  }
  if (isObject(choice)) return chooseNamed(textOf(choice['type']), tools);
  const offers = listOffers(tools);
  const wished = offers.filter(({ hosted }) => hosted.isWished(turn));
  const mustUseOne = choice === 'required' && wished.length === 0 && functionsIn(turn.body).length === 0;
  return { offers: mustUseOne ? offers.slice(0, 1) : wished, isForced: choice === 'required' };
}
