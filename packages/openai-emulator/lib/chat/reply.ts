import { makeFromSchema } from '../answers/from-schema';
import { seedFrom } from '../answers/seed';
import { answerPrompt, findSubject, thoughtsAbout } from '../answers/text';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { newId } from '../http/messages';

interface FunctionCall {
  kind: 'function' | 'custom';
  id: string;
  name: string;
  /** JSON for a function, free text for a custom tool. */
  input: string;
}

/** What the assistant says in one choice. */
export type Reply =
  | { kind: 'text'; text: string }
  | { kind: 'refusal'; text: string }
  | { kind: 'calls'; calls: FunctionCall[] };

interface Tool {
  kind: 'function' | 'custom';
  name: string;
  parameters: unknown;
}

/** The words of a message, whether they are its content or parts of it. */
export function textOfMessage(message: JsonObject): string {
  const content = message['content'];
  if (typeof content === 'string') return content;
  return objectsIn(content)
    .map(part => textOf(part['text']))
    .filter(Boolean)
    .join('\n');
}

function listTools(body: JsonObject): Tool[] {
  const tools = objectsIn(body['tools']).map((tool): Tool => {
    const kind = tool['type'] === 'custom' ? 'custom' : 'function';
    const described = isObject(tool[kind]) ? tool[kind] : {};
    return { kind, name: textOf(described['name']), parameters: described['parameters'] };
  });
  const functions = objectsIn(body['functions']).map(
    (described): Tool => ({ kind: 'function', name: textOf(described['name']), parameters: described['parameters'] })
  );
  return [...tools, ...functions];
}

function nameIn(choice: JsonObject): string {
  const chosen = [choice['function'], choice['custom'], choice].find(isObject);
  return textOf(chosen?.['name']);
}

function isMentioned(name: string, prompt: string): boolean {
  return prompt.toLowerCase().includes(name.toLowerCase());
}

/** The tools that the request makes the model call. */
function chooseTools(choice: unknown, tools: Tool[], prompt: string): Tool[] {
  if (choice === 'none') return [];
  if (choice === 'required') {
    const mentioned = tools.filter(tool => isMentioned(tool.name, prompt));
    return mentioned.length > 0 ? mentioned : tools.slice(0, 1);
  }
  if (!isObject(choice)) return tools.filter(tool => isMentioned(tool.name, prompt));
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

function callTool({ kind, name, parameters }: Tool, subject: string): FunctionCall {
  const input = kind === 'custom' ? subject : JSON.stringify(makeFromSchema(parameters ?? { type: 'object' }, subject));
  return { kind, id: newId('call_').slice(0, 29), name, input };
}

function writeJson(format: JsonObject, prompt: string, variant: number): string | undefined {
  const subject = findSubject(prompt);
  if (format['type'] === 'json_object') {
    return JSON.stringify({ subject, points: thoughtsAbout(subject, 3, seedFrom(prompt) + variant * 3) });
  }
  if (format['type'] !== 'json_schema') return undefined;
  const named = isObject(format['json_schema']) ? format['json_schema'] : {};
  return JSON.stringify(makeFromSchema(named['schema'] ?? { type: 'object' }, subject));
}

/** The message to answer: the user's last, or the last of all. */
export function findQuestion(messages: JsonObject[]): JsonObject {
  return messages.findLast(message => message['role'] === 'user') ?? messages.at(-1) ?? {};
}

/**
 * Decides what to say to a conversation. Equal conversations and variants get equal words.
 * What is attached to the question has been looked at before, and is spoken of first.
 */
export function replyTo(body: JsonObject, variant: number, seen: string): Reply {
  const messages = objectsIn(body['messages']);
  const last = messages[messages.length - 1] ?? {};
  const asked = findQuestion(messages);
  const prompt = textOfMessage(asked);
  if (/please refuse/i.test(prompt)) return { kind: 'refusal', text: "I'm sorry, but I can't help with that request." };

  const format = isObject(body['response_format']) ? body['response_format'] : {};
  const isToolOutput = last['role'] === 'tool' || last['role'] === 'function';
  const choice = body['tool_choice'] ?? body['function_call'] ?? 'auto';
  const tools = isToolOutput ? [] : chooseTools(choice, listTools(body), prompt);
  if (tools.length > 0) {
    const called = body['parallel_tool_calls'] === false || body['functions'] ? tools.slice(0, 1) : tools;
    return { kind: 'calls', calls: called.map(tool => callTool(tool, findSubject(prompt))) };
  }
  const json = writeJson(format, prompt, variant);
  if (json !== undefined) return { kind: 'text', text: json };
  if (isToolOutput) return { kind: 'text', text: `The tool answered: ${textOfMessage(last)}` };

  const instructions = messages.filter(({ role }) => role === 'system' || role === 'developer').map(textOfMessage);
  return { kind: 'text', text: seen + answerPrompt(prompt, variant, instructions.join('\n')) };
}
