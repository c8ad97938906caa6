import { UnusableResponse } from '../failures/failure';
import type { CheckAnswer } from './schema-check';

/** How an answer ended. */
export type Ending = 'whole' | 'cut' | 'filtered';

/** Finish reasons of common servers for a token limit, and for a content filter. */
const CUT = ['length', 'max_tokens', 'max_output_tokens', 'model_length', 'model_context_window_exceeded'];
const FILTERED = [
  'content_filter',
  'content_filtered',
  'safety',
  'recitation',
  'prohibited_content',
  'blocklist',
  'spii',
  'sensitive',
];

/** Tells from a finish reason how an answer ended. */
export function toEnding(reason = ''): Ending {
  const word = reason.toLowerCase();
  if (CUT.includes(word)) return 'cut';
  return FILTERED.includes(word) ? 'filtered' : 'whole';
}

/** The opening tag may be missing: some prompt templates end with it. */
const BEGIN = /^\s*<(?:think|thinking|reasoning)>/i;
const END = /<\/(?:think|thinking|reasoning)>/i;

/** Separates the reasoning that precedes an answer in tags from the answer. */
export function splitThought(text: string): { thought: string; answer: string } {
  const end = END.exec(text);
  if (!end) return { thought: '', answer: text.trim() };
  const thought = text.slice(0, end.index).replace(BEGIN, '');
  return { thought: thought.trim(), answer: text.slice(end.index + end[0].length).trim() };
}

/**
 * Parses an answer that was requested as JSON, also after reasoning in tags or inside a code fence.
 *
 * @throws UnusableResponse if the text is not JSON, or does not pass the check, with the reason and the text.
 */
export function parseAnswer(text: string, ending: Ending, check?: CheckAnswer): unknown {
  const value = parseText(text, ending);
  check?.(value, text);
  return value;
}

function parseText(text: string, ending: Ending): unknown {
  for (const candidate of listCandidates(text)) {
    try {
      return JSON.parse(candidate);
    } catch {
      // The next candidate may parse.
    }
  }
  if (ending === 'filtered') {
    throw new UnusableResponse(
      'content_filter',
      'The content filter stopped the answer before its JSON was complete',
      text
    );
  }
  if (ending === 'cut') {
    throw new UnusableResponse('output_truncated', 'The answer reached max_tokens before its JSON was complete', text);
  }
  throw new UnusableResponse('invalid_json', 'The model answered with text that is not valid JSON', text);
}

function* listCandidates(text: string): Generator<string> {
  // Without a byte order mark, too.
  yield text.trim();
  const { answer } = splitThought(text);
  yield answer;
  const [, fenced] = /```[\w-]*[^\S\n]*\n?([\s\S]*?)```/.exec(answer) ?? [];
  if (fenced !== undefined) yield fenced;
  // Prose around it: the JSON starts a line and ends a line.
  const [object] = /^[{[][\s\S]*[}\]]$/m.exec(answer) ?? [];
  if (object !== undefined) yield object;
}
