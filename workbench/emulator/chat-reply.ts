import { answerPrompt, findSubject, thoughtsAbout } from './answer-text';
import { ApiError } from './api-error';
import { makeFromSchema } from './from-schema';
import { newId } from './http';
import { isObject, type JsonObject, objectsIn, textOf } from './json';
import { seedFrom } from './seed';

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

/** Pictures that came with the messages. */
export function imagesIn(messages: JsonObject[]): string[] {
  const parts = messages.flatMap(message => objectsIn(message['content']));
  const images = parts.filter(part => part['type'] === 'image_url').map(part => part['image_url']);
  return images.map(image => (isObject(image) ? textOf(image['url']) : textOf(image)));
}

function describeImage(url: string): string {
  const type = /^data:([^;,]+)/.exec(url)?.[1];
  if (type) return type;
  return URL.canParse(url) ? `from ${new URL(url).host}` : 'without a usable address';
}

function describeAttachments(message: JsonObject): string {
  const images = imagesIn([message]);
  const count = images.length === 1 ? 'one image' : `${images.length} images`;
  const seen = images.length > 0 ? `I received ${count} (${images.map(describeImage).join(', ')}). ` : '';
  const files = objectsIn(message['content'])
    .map(part => part['file'])
    .filter(isObject);
  const names = files.map(file => textOf(file['filename']) || textOf(file['file_id']) || 'a file without a name');
  return names.length > 0 ? `${seen}I read ${names.join(', ')}. ` : seen;
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
function chooseTools(body: JsonObject, prompt: string): Tool[] {
  const choice = body['tool_choice'] ?? body['function_call'] ?? 'auto';
  const tools = listTools(body);
  if (choice === 'none') return [];
  if (choice === 'required') {
    const mentioned = tools.filter(tool => isMentioned(tool.name, prompt));
    return (mentioned.length > 0 ? mentioned : tools).slice(0, 1);
  }
  if (!isObject(choice)) return tools.filter(tool => isMentioned(tool.name, prompt));
  if (isObject(choice['allowed_tools'])) {
    const allowed = objectsIn(choice['allowed_tools']['tools']).map(nameIn);
    const tool_choice = choice['allowed_tools']['mode'];
    return chooseTools({ ...body, tool_choice }, prompt).filter(tool => allowed.includes(tool.name));
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

/** Decides what to say to a conversation. Equal conversations and variants get equal words. */
export function replyTo(body: JsonObject, variant: number): Reply {
  const messages = objectsIn(body['messages']);
  const last = messages[messages.length - 1] ?? {};
  const asked = messages.filter(message => message['role'] === 'user').pop() ?? last;
  const prompt = textOfMessage(asked);
  if (/please refuse/i.test(prompt)) return { kind: 'refusal', text: "I'm sorry, but I can't help with that request." };

  const format = isObject(body['response_format']) ? body['response_format'] : {};
  const isToolOutput = last['role'] === 'tool' || last['role'] === 'function';
  const tools = isToolOutput ? [] : chooseTools(body, prompt);
  if (tools.length > 0) {
    const called = body['parallel_tool_calls'] === false || body['functions'] ? tools.slice(0, 1) : tools;
    return { kind: 'calls', calls: called.map(tool => callTool(tool, findSubject(prompt))) };
  }
  const json = writeJson(format, prompt, variant);
  if (json !== undefined) return { kind: 'text', text: json };
  if (isToolOutput) return { kind: 'text', text: `The tool answered: ${textOfMessage(last)}` };

  const instructions = messages.filter(({ role }) => role === 'system' || role === 'developer').map(textOfMessage);
  return { kind: 'text', text: describeAttachments(asked) + answerPrompt(prompt, variant, instructions.join('\n')) };
}
