import type { ChatCompletionFunctionTool, ChatCompletionToolChoiceOption } from 'openai/resources/chat/completions';
import type { FunctionTool, ResponseCreateParams, Tool, ToolChoiceTypes } from 'openai/resources/responses/responses';
import type { Option, Problem } from '../options/option';

/** A function the model may call; the API's wrapped form is taken too. */
interface FunctionDeclaration {
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
function toDeclarations(given: GivenFunction[]): FunctionDeclaration[] {
  return given.map(entry => ('function' in entry ? entry.function : entry));
}

/** Whether a tool choice is one of the API's own words rather than a function's name. */
const isMode = (choice: string): choice is 'auto' | 'none' | 'required' =>
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

/** Tools that a choice may name by their type alone. */
const NAMED = [
  'file_search',
  'web_search_preview',
  'image_generation',
  'code_interpreter',
  'computer',
  'computer_use_preview',
];

/** As the Responses API takes it. A text is a mode, the name of a function, or the type of one of the `tools`. */
export function toResponseToolChoice(
  choice: GivenToolChoice,
  tools: readonly Tool[]
): NonNullable<ResponseCreateParams['tool_choice']> {
  if (typeof choice !== 'string') return choice as NonNullable<ResponseCreateParams['tool_choice']>;
  if (isMode(choice)) return choice;
  const meant = tools.filter(tool => tool.type === choice);
  if (meant.length === 0) return { type: 'function', name: choice };
  if (NAMED.includes(choice)) return { type: choice } as ToolChoiceTypes;
  // Any tool can be named as the only one that is allowed.
  const allowed = meant.map(tool =>
    tool.type === 'mcp' ? { type: choice, server_label: tool.server_label } : { type: choice }
  );
  return { type: 'allowed_tools', mode: 'required', tools: allowed };
}

/** By the API's own rule. */
const NAME = '1 to 64 letters, digits, underscores or dashes';

/** Names must be right and unique, and what is chosen must be there: a function, or one of the other `tools`. */
export function inspectFunctions(
  given: GivenFunction[] = [],
  choice?: GivenToolChoice,
  tools: readonly { type: string }[] = []
): Problem[] {
  const problems: Problem[] = [];
  const names = toDeclarations(given).map(declaration => declaration?.name);
  const types = [...new Set(tools.map(({ type }) => type))];
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
  if (choice !== undefined && given.length === 0 && tools.length === 0) {
    const message = 'tool_choice is given, but there is no tool; leave tool_choice empty, or give functions';
    problems.push({ field: 'tool_choice', message, allowed: [''] });
  } else if (typeof choice === 'string' && !isMode(choice) && !names.includes(choice) && !types.includes(choice)) {
    const allowed = ['auto', 'none', 'required', ...names, ...types];
    problems.push({
      field: 'tool_choice',
      message: `tool_choice is "${choice.slice(0, 64)}"; it accepts ${allowed.join(', ')}`,
      allowed,
    });
  }
  return problems;
}
