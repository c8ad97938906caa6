import { isJsonObject } from '../options/json-object';

/** What an answer's content holds: servers write it as a text, as parts, or as the JSON itself. */
export interface Content {
  /** Absent where there is none, unlike an empty one. */
  text?: string;
  reasoning: string;
  refusal: string;
}

/** Kinds of parts that hold what a model thought. */
const THOUGHTS = ['thinking', 'reasoning', 'reasoning_text', 'reasoning_content', 'redacted_thinking'];

/** Reads the content of a message, or of a piece of one. */
export function readContent(content: unknown): Content {
  if (content === undefined || content === null) return { reasoning: '', refusal: '' };
  if (typeof content === 'string') return { text: content, reasoning: '', refusal: '' };
  if (Array.isArray(content)) return joinParts(content.map(readPart));
  if (isJsonObject(content) && !isPart(content)) return { text: JSON.stringify(content), reasoning: '', refusal: '' };
  return isJsonObject(content) ? readPart(content) : { text: String(content), reasoning: '', refusal: '' };
}

const isPart = (content: Record<string, unknown>) =>
  typeof content['type'] === 'string' || typeof content['text'] === 'string';

function readPart(part: unknown): Content {
  const none = { reasoning: '', refusal: '' };
  if (typeof part === 'string') return { ...none, text: part };
  if (!isJsonObject(part)) return none;
  const { type, text, refusal, thinking, reasoning } = part;
  if (typeof type === 'string' && THOUGHTS.includes(type)) {
    return { ...none, reasoning: readContent(thinking ?? reasoning ?? text).text ?? '' };
  }
  if (typeof refusal === 'string') return { ...none, refusal };
  return typeof text === 'string' ? { ...none, text } : none;
}

function joinParts(parts: Content[]): Content {
  const texts = parts.flatMap(({ text }) => text ?? []);
  return {
    ...(texts.length > 0 && { text: texts.join('') }),
    reasoning: parts.map(({ reasoning }) => reasoning).join(''),
    refusal: parts.map(({ refusal }) => refusal).join(''),
  };
}
