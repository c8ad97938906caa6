import type { ChatCompletionFunctionTool, ChatCompletionToolChoiceOption } from 'openai/resources/chat/completions';
import type { FunctionTool, ResponseCreateParams } from 'openai/resources/responses/responses';
import type { Option, Problem } from './option';

/** A function the model may call; the API's wrapped form is taken too. */
export interface FunctionDeclaration {
  name: string;
  description?: string;
  /** JSON Schema of the arguments. */
  parameters?: Record<string, unknown>;
  strict?: boolean;
}

/** What a builder may write: the declaration itself, or as chat completions wrap it. */
export type GivenFunction = FunctionDeclaration | { type: 'function'; function: FunctionDeclaration };

/** `auto`, `none`, `required`, the name of one function, or the API's own object. */
export type GivenToolChoice = string | object;

export const functions: Option = {
  type: 'array',
  title: 'Functions',
  description: 'JSON list of functions the model may call. Its calls come back in tool_calls; you run them.',
  examples: [
    '[{ "name": "get_stock", "description": "Pieces on stock", "parameters": { "type": "object", "properties": { "sku": { "type": "string" } }, "required": ["sku"] } }]',
  ],
  items: { type: 'object' },
  minItems: 1,
  maxItems: 128,
  long: true,
};

export const tool_choice: Option = {
  type: ['string', 'object'],
  title: 'Tool choice',
  description: "auto, none, required, or a function's name to force that one.",
  examples: ['auto'],
};

/** The declarations, unwrapped. */
export function toDeclarations(given: GivenFunction[]): FunctionDeclaration[] {
  return given.map(entry => ('function' in entry ? entry.function : entry));
}

/** Whether a tool choice is one of the API's own words rather than a function's name. */
export const isMode = (choice: string): choice is 'auto' | 'none' | 'required' =>
  ['auto', 'none', 'required'].includes(choice);

/** As chat completions take them. */
export function toChatTools(given: GivenFunction[]): ChatCompletionFunctionTool[] {
  return toDeclarations(given).map(({ name, description, parameters, strict }) => ({
    type: 'function',
    function: {
      name,
      ...(description !== undefined && { description }),
      ...(parameters !== undefined && { parameters }),
      ...(strict !== undefined && { strict }),
    },
  }));
}

/** As chat completions take it. */
export function toChatToolChoice(choice: GivenToolChoice): ChatCompletionToolChoiceOption {
  if (typeof choice !== 'string') return choice as ChatCompletionToolChoiceOption;
  return isMode(choice) ? choice : { type: 'function', function: { name: choice } };
}

/** As the Responses API takes them: strict unless said otherwise, as it has it itself. */
export function toResponseTools(given: GivenFunction[]): FunctionTool[] {
  return toDeclarations(given).map(({ parameters = null, strict = null, ...declared }) => ({
    type: 'function',
    ...declared,
    parameters,
    strict,
  }));
}

/** As the Responses API takes it. */
export function toResponseToolChoice(choice: GivenToolChoice): NonNullable<ResponseCreateParams['tool_choice']> {
  if (typeof choice !== 'string') return choice as NonNullable<ResponseCreateParams['tool_choice']>;
  return isMode(choice) ? choice : { type: 'function', name: choice };
}

/** By the API's own rule. */
const NAME = '1 to 64 letters, digits, underscores or dashes';

/** Names must be right and unique, and a chosen function must be there. */
export function inspectFunctions(given: GivenFunction[] = [], choice?: GivenToolChoice): Problem[] {
  const problems: Problem[] = [];
  const names = toDeclarations(given).map(declaration => declaration?.name);
  names.forEach((name, index) => {
    const field = `functions[${index}].name`;
    if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) {
      problems.push({
        field,
        message: `${field} is ${JSON.stringify(name)?.slice(0, 70)}; it must be ${NAME}`,
        allowed: [NAME],
      });
    } else if (names.indexOf(name) !== index) {
      problems.push({ field, message: `${field} is "${name}" again; every function needs a name of its own` });
    }
  });
  if (choice !== undefined && given.length === 0) {
    const message = 'tool_choice is given, but functions is not; leave tool_choice empty, or give functions';
    problems.push({ field: 'tool_choice', message, allowed: [''] });
  } else if (typeof choice === 'string' && !isMode(choice) && !names.includes(choice)) {
    const allowed = ['auto', 'none', 'required', ...names];
    problems.push({
      field: 'tool_choice',
      message: `tool_choice is "${choice.slice(0, 64)}"; it accepts ${allowed.join(', ')}`,
      allowed,
    });
  }
  return problems;
}
