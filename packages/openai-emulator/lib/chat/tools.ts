import { makeTextFor } from '../answers/from-schema';
import { similarity } from '../answers/meaning';
import { ApiError, notEmulated } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';

/** A function or a custom tool that a request offers. */
export interface Tool {
  kind: 'function' | 'custom';
  name: string;
  description: string;
  parameters: unknown;
  /** What the input of a custom tool has to look like. */
  format: JsonObject;
}

/** How much a question has to be about a tool for it to be called unasked. */
const likenessToCall = 0.3;

export function describeTool(tool: JsonObject): Tool {
  const kind = tool['type'] === 'custom' ? 'custom' : 'function';
  const described = isObject(tool[kind]) ? tool[kind] : tool;
  return {
    kind,
    name: textOf(described['name']),
    description: textOf(described['description']),
    parameters: described['parameters'],
    format: isObject(described['format']) ? described['format'] : {},
  };
}

export function listTools(body: JsonObject): Tool[] {
  return [...objectsIn(body['tools']), ...objectsIn(body['functions'])].map(describeTool);
}

function nameIn(choice: JsonObject): string {
  const chosen = [choice['function'], choice['custom'], choice].find(isObject);
  return textOf(chosen?.['name']);
}

/** Whether a question names a tool, or is about what the tool does. */
export function isCalledFor({ name, description }: Tool, prompt: string): boolean {
  if (prompt.toLowerCase().includes(name.toLowerCase())) return true;
  const words = name.replace(/([a-z])([A-Z])/g, '$1 $2').replace(/[_-]+/g, ' ');
  return Math.max(similarity(prompt, words), similarity(prompt, `${words} ${description}`)) >= likenessToCall;
}

/** The tools that the request makes the model call. */
export function chooseTools(choice: unknown, tools: Tool[], prompt: string): Tool[] {
  if (choice === 'none') return [];
  const wanted = tools.filter(tool => isCalledFor(tool, prompt));
  if (choice === 'required') return wanted.length > 0 ? wanted : tools.slice(0, 1);
  if (!isObject(choice)) return wanted;
  if (isObject(choice['allowed_tools'])) {
    const allowed = objectsIn(choice['allowed_tools']['tools']).map(nameIn);
    const left = tools.filter(tool => allowed.includes(tool.name));
    return chooseTools(choice['allowed_tools']['mode'] ?? 'auto', left, prompt);
  }
  const name = nameIn(choice);
  const named = tools.filter(tool => tool.name === name);
  if (named.length > 0) return named;
  throw new ApiError(`Tool choice '${name}' not found in 'tools' parameter.`, {
    param: 'tool_choice',
    code: 'invalid_value',
  });
}

/** What a custom tool is given: text in the form that it asks for. */
export function writeInput(format: JsonObject, subject: string): string {
  if (format['type'] !== 'grammar') return subject;
  const grammar = isObject(format['grammar']) ? format['grammar'] : format;
  const written = grammar['syntax'] === 'regex' ? makeTextFor(textOf(grammar['definition']), subject) : undefined;
  if (written === undefined) throw notEmulated('tools', 'a grammar that it cannot write by');
  return written;
}
