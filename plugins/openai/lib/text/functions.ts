import type { ChatCompletionTool, ChatCompletionToolChoiceOption } from 'openai/resources/chat/completions';
import type {
  CustomTool,
  FunctionTool,
  ResponseCreateParams,
  Tool,
  ToolChoiceTypes,
} from 'openai/resources/responses/responses';
import { isJsonObject } from '../options/json-object';
import type { Option, Problem } from '../options/option';

/** A function the model may call; fields that are not named here are sent as they are. */
interface FunctionDeclaration {
  name: string;
  description?: string;
  /** JSON Schema of the arguments. */
  parameters?: Record<string, unknown>;
  strict?: boolean;
  [other: string]: unknown;
}

/** An entry of `functions`: a declaration, bare or wrapped as chat completions have it; or a custom tool, which takes text. */
export type FunctionOption =
  | FunctionDeclaration
  | { type: 'function'; function: FunctionDeclaration }
  | { type: 'custom'; custom: FunctionDeclaration };

/** `auto`, `none`, `required`, the name of one function, or the API's own object. */
export type ToolChoiceOption = string | object;

export const functions: Option = {
  type: 'array',
  title: 'Functions',
  description: 'JSON array of functions the model may call. Its calls are returned in tool_calls for you to run.',
  examples: [
    '[{ "name": "get_stock", "description": "Units in stock", "parameters": { "type": "object", "properties": { "sku": { "type": "string" } }, "required": ["sku"] } }]',
  ],
  items: { type: 'object' },
  minItems: 1,
  maxItems: 128,
  long: true,
};

export const tool_choice: Option = {
  type: ['string', 'object'],
  title: 'Tool choice',
  description: 'auto, none, required, or the name of a function that must be called.',
  examples: ['auto'],
};

/** The type and the declaration of each entry, unwrapped. */
function toDeclarations(entries: FunctionOption[]): { isCustom: boolean; declaration: FunctionDeclaration }[] {
  return entries.map(entry => {
    const isCustom = entry.type === 'custom';
    const { type: _, function: wrapped, custom, ...bare }: Record<string, unknown> = entry;
    const inner = isJsonObject(wrapped) ? wrapped : isJsonObject(custom) ? custom : {};
    // What stands beside the wrapped declaration is part of it in the other format.
    return { isCustom, declaration: { ...bare, ...inner } as FunctionDeclaration };
  });
}

/** Whether a tool choice is a mode rather than the name of a function. */
const isMode = (choice: string): choice is 'auto' | 'none' | 'required' =>
  ['auto', 'none', 'required'].includes(choice);

/** Functions in the format of chat completions. */
export function toChatTools(entries: FunctionOption[]): ChatCompletionTool[] {
  return toDeclarations(entries).map(({ isCustom, declaration }): ChatCompletionTool => {
    if (!isCustom) return { type: 'function', function: declaration };
    const { format, ...custom } = declaration;
    return { type: 'custom', custom: { ...custom, ...toChatFormat(format) } };
  });
}

/** A grammar is wrapped in chat completions only. */
function toChatFormat(format: unknown): object {
  if (!isJsonObject(format)) return {};
  const { type, ...grammar } = format;
  return { format: type === 'grammar' && !('grammar' in format) ? { type, grammar } : format };
}

/** Whether a name is that of a custom tool. */
const isCustomName = (name: string, entries: FunctionOption[]) =>
  toDeclarations(entries).some(({ isCustom, declaration }) => isCustom && declaration.name === name);

/** A tool choice in the format of chat completions. */
export function toChatToolChoice(choice: ToolChoiceOption, entries: FunctionOption[]): ChatCompletionToolChoiceOption {
  if (typeof choice !== 'string') return choice as ChatCompletionToolChoiceOption;
  if (isMode(choice)) return choice;
  if (isCustomName(choice, entries)) return { type: 'custom', custom: { name: choice } };
  return { type: 'function', function: { name: choice } };
}

/** Functions in the format of the Responses API; null leaves `strict` to the API's default. */
export function toResponseTools(entries: FunctionOption[]): (FunctionTool | CustomTool)[] {
  return toDeclarations(entries).map(({ isCustom, declaration }) => {
    const { parameters = null, strict = null, ...same } = declaration;
    return isCustom
      ? { type: 'custom', ...declaration, ...toResponseFormat(declaration['format']) }
      : { type: 'function', ...same, parameters, strict };
  });
}

function toResponseFormat(format: unknown): object {
  if (!isJsonObject(format) || !isJsonObject(format['grammar'])) return {};
  return { format: { type: format['type'], ...format['grammar'] } };
}

/** Hosted tools that the API lets a tool choice name by type. */
const CHOSEN_BY_TYPE = [
  'file_search',
  'web_search_preview',
  'image_generation',
  'code_interpreter',
  'computer',
  'computer_use_preview',
];

/** A tool choice in the format of the Responses API; a string is a mode, a function's name or the type of one of `tools`. */
export function toResponseToolChoice(
  choice: ToolChoiceOption,
  tools: readonly Tool[]
): NonNullable<ResponseCreateParams['tool_choice']> {
  if (typeof choice !== 'string') return choice as NonNullable<ResponseCreateParams['tool_choice']>;
  if (isMode(choice)) return choice;
  const chosen = tools.filter(tool => tool.type === choice);
  const isCustom = tools.some(tool => tool.type === 'custom' && tool.name === choice);
  if (chosen.length === 0) return { type: isCustom ? 'custom' : 'function', name: choice };
  if (CHOSEN_BY_TYPE.includes(choice)) return { type: choice } as ToolChoiceTypes;
  // Tools of any other type cannot be chosen directly, only be the only ones allowed.
  const allowed = chosen.map(tool =>
    tool.type === 'mcp' ? { type: choice, server_label: tool.server_label } : { type: choice }
  );
  return { type: 'allowed_tools', mode: 'required', tools: allowed };
}

const VALID_NAME = '1 to 64 letters, digits, underscores or dashes';

/** Checks that function names are valid and unique, and that the tool choice exists among functions and `tools`. */
export function inspectFunctions(
  entries: FunctionOption[] = [],
  choice?: ToolChoiceOption,
  tools: readonly { type: string }[] = []
): Problem[] {
  const problems: Problem[] = [];
  const names = toDeclarations(entries).map(({ declaration }) => declaration.name);
  const types = [...new Set(tools.map(({ type }) => type))];
  names.forEach((name, index) => {
    const field = `functions[${index}].name`;
    if (typeof name !== 'string' || !/^[\w-]{1,64}$/.test(name)) {
      problems.push({
        field,
        message:
          name === undefined
            ? `${field} is required`
            : `${field} must be ${VALID_NAME}; got ${typeof name === 'string' ? JSON.stringify(name).slice(0, 70) : typeof name}`,
        allowed: [VALID_NAME],
      });
    } else if (names.indexOf(name) !== index) {
      problems.push({ field, message: `${field} must be unique; "${name}" is already used` });
    }
  });
  if (choice !== undefined && entries.length === 0 && tools.length === 0) {
    const message = 'tool_choice requires at least one tool; add functions or leave tool_choice empty';
    problems.push({ field: 'tool_choice', message, allowed: [''] });
  } else if (typeof choice === 'string' && !isMode(choice) && !names.includes(choice) && !types.includes(choice)) {
    const allowed = ['auto', 'none', 'required', ...names, ...types];
    problems.push({
      field: 'tool_choice',
      message: `tool_choice must be one of ${allowed.join(', ')}; got "${choice.slice(0, 64)}"`,
      allowed,
    });
  }
  return problems;
}
