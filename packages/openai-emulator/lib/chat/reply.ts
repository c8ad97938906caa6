import { makeFromSchema } from '../answers/from-schema';
import { readSampling, type Sampling } from '../answers/sampling';
import { seedFrom } from '../answers/seed';
import { answerPrompt, findSubject, thoughtsAbout } from '../answers/text';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { newId } from '../http/messages';
import { chooseTools, listTools, type Tool, writeInput } from './tools';

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

/** The words of a message, whether they are its content or parts of it. */
export function textOfMessage(message: JsonObject): string {
  const content = message['content'];
  if (typeof content === 'string') return content;
  return objectsIn(content)
    .map(part => textOf(part['text']))
    .filter(Boolean)
    .join('\n');
}

function callTool({ kind, name, parameters, format }: Tool, prompt: string): FunctionCall {
  const subject = findSubject(prompt);
  const input =
    kind === 'custom'
      ? writeInput(format, subject)
      : JSON.stringify(makeFromSchema(parameters ?? { type: 'object' }, subject, prompt));
  return { kind, id: newId('call_').slice(0, 29), name, input };
}

function writeJson(format: JsonObject, prompt: string, variant: number, sampling: Sampling): string | undefined {
  const subject = findSubject(prompt);
  if (format['type'] === 'json_object') {
    const seed = seedFrom(prompt) + sampling.wording(variant * 3);
    return JSON.stringify({ subject, points: thoughtsAbout(subject, 3 + sampling.presence, seed, sampling.frequency) });
  }
  if (format['type'] !== 'json_schema') return undefined;
  const named = isObject(format['json_schema']) ? format['json_schema'] : {};
  return JSON.stringify(makeFromSchema(named['schema'] ?? { type: 'object' }, subject, prompt));
}

/** A question about nothing but the pictures themselves, which their description answers. */
const aboutPictures =
  /^(?:please )?(?:describe|caption|what(?:'s| is| are| do you see)|who is)\b[^.?!]*\b(?:picture|image|photo(?:graph)?|drawing|screenshot)s?[.?!]*$/i;

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
    return { kind: 'calls', calls: called.map(tool => callTool(tool, prompt)) };
  }
  const sampling = readSampling(body);
  const json = writeJson(format, prompt, variant, sampling);
  if (json !== undefined) return { kind: 'text', text: json };
  if (isToolOutput) return { kind: 'text', text: `The tool answered: ${textOfMessage(last)}` };

  const instructions = messages.filter(({ role }) => role === 'system' || role === 'developer').map(textOfMessage);
  const manner = { variant, instructions: instructions.join('\n'), verbosity: textOf(body['verbosity']), sampling };
  if (seen && aboutPictures.test(prompt.trim())) return { kind: 'text', text: seen.trim() };
  return { kind: 'text', text: seen + answerPrompt(prompt, manner) };
}
