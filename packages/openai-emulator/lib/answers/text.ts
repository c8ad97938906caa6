import { classify } from './classify';
import { readSampling, type Sampling } from './sampling';
import { seedFrom } from './seed';

const numberWords = ['one', 'two', 'three', 'four', 'five', 'six', 'seven', 'eight', 'nine', 'ten'];

/** True of any subject, because the emulator knows nothing about the one it was asked about. */
const thoughts: ((subject: string) => string)[] = [
  subject => `Start with a plain definition of ${subject}, so that everyone talks about the same thing.`,
  subject => `Ask the people who meet ${subject} every day; they know the most about it.`,
  subject => `Compare ${subject} with the nearest alternative before choosing.`,
  subject => `Put a number on ${subject}: a rough measure beats a firm opinion.`,
  subject => `Follow one real example of ${subject} from beginning to end.`,
  subject => `Note where ${subject} stops being useful, because limits are worth knowing early.`,
  subject => `Check where each claim about ${subject} comes from, and how old it is.`,
  subject => `Count what ${subject} costs in time as well as in money.`,
  subject => `Write down the questions about ${subject} that are still open.`,
  subject => `Choose one small next step for ${subject}, and a day to look back at it.`,
];

/** Ways to finish a sentence that is already under way. */
const endings = [
  ', and that was only the beginning.',
  ', which nobody there ever forgot.',
  ', although it took longer than anyone had planned.',
  ', which is easier to say than to show.',
];

const sequels = [
  'The next day brought a second chance.',
  'Someone wrote it all down, in pencil, on the back of a letter.',
  'A neighbour came by to ask how it was done.',
  'The answer turned out to be shorter than the question.',
  'By evening the news had reached the harbour.',
  'What was left over went to those who had helped.',
];

/** A sentence that begins so is about all that follows. */
const opening = /^(?:please )?(?:compare|define|describe|explain|translate) (\S.*)/i;
const leadIn = /\b(?:about|uses? of|regarding|concerning|of|on|for|is|are|define|describe|explain|translate)\s+(\S.*)/i;
const afterColon = /:\s*(\S.*)/;
const exactWords = /\b(?:say|repeat|reply|respond|answer)\b[^"“]*["“]([^"”]+)["”]/i;
const exactWord =
  /\b(?:say|repeat|(?:reply|respond|answer) with) (?:only |just |exactly )*(?:the )?(?:single )?(?:word )?(\w+)[.!]?$/i;
const oneWord = /\b(?:in|with) (?:only |just )?(?:one|a single) word\b/i;
/** Instructions under which an answer goes on with the text, such as those of old completions on chat models. */
const continuation = /\bcontinue (?:the|this|my) (?:user's )?(?:text|story|sentence)\b/i;
const isRequest =
  /^(?:please )?(?:list|name|give|write|explain|describe|translate|tell|suggest|summari[sz]e)\b|\?\s*$/i;
const suffixTag = /<suffix>([\s\S]*)<\/suffix>/;
const listWish = /\b(?:list|name|give|ideas|ways|reasons|examples|points|steps|tips|facts)\b/i;

function trimSubject(text: string): string {
  const words = text.replace(/\s+/g, ' ').trim().split(' ').slice(0, 10).join(' ');
  return words.replace(/^["'“”]+|["'“”.,;:?!]+$/g, '') || 'this';
}

function findNamedSubject(prompt: string): string | undefined {
  const sentence = prompt.trim().split(/(?<=[.?!])\s|\n/)[0] ?? '';
  return (opening.exec(sentence) ?? leadIn.exec(sentence))?.[1];
}

/** What a prompt is about, in at most ten words of its own. */
export function findSubject(prompt: string): string {
  return trimSubject(findNamedSubject(prompt) ?? afterColon.exec(prompt)?.[1] ?? prompt);
}

/** The subject as part of a sentence: words that may not be a noun stand in quotation marks. */
function nameSubject(prompt: string): string {
  const subject = findSubject(prompt);
  return findNamedSubject(prompt) === undefined ? `“${subject}”` : subject;
}

function countWished(prompt: string): number | undefined {
  const digits = /\b(?:10|[1-9])\b/.exec(prompt)?.[0];
  if (digits) return Number(digits);
  const index = numberWords.findIndex(word => new RegExp(`\\b${word}\\b`, 'i').test(prompt));
  if (index >= 0) return index + 1;
  return listWish.test(prompt) ? 3 : undefined;
}

/** Equal seeds get equal thoughts. @param frequency As sampling has it. */
export function thoughtsAbout(subject: string, count: number, seed: number, frequency = 0): string[] {
  const found = Array.from({ length: count }, (_, index) => {
    const thought = thoughts[(seed + index) % thoughts.length];
    return thought ? thought(frequency > 0 ? 'it' : subject) : subject;
  });
  return frequency < 0 ? [...found, ...found.slice(0, 1)] : found;
}

export function capitalise(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** How many thoughts an answer has that was asked for none in number. */
const thoughtsByVerbosity: Record<string, number> = { low: 1, medium: 2, high: 4 };

const unsampled = readSampling({});

interface Manner {
  /** Another answer to the same prompt. */
  variant?: number;
  instructions?: string;
  /** `low`, `medium` or `high`. */
  verbosity?: string;
  sampling?: Sampling;
}

/** Answers a prompt: the same prompt and manner always get the same text. */
export function answerPrompt(prompt: string, manner: Manner = {}): string {
  const { variant = 0, instructions = '', verbosity = '', sampling = unsampled } = manner;
  const asked = `${instructions}\n${prompt}`;
  if (continuation.test(instructions) && !isRequest.test(prompt))
    return continueText(prompt, suffixTag.exec(instructions)?.[1] ?? '', variant, sampling).trimStart();
  // "Answer with the label" asks for one of the labels, not for these words.
  const label = classify(prompt, instructions);
  if (label !== undefined) return label;
  const exact = exactWords.exec(prompt)?.[1] ?? exactWord.exec(prompt)?.[1];
  if (exact) return exact;
  if (oneWord.test(asked)) return capitalise(findSubject(prompt.replace(oneWord, '').trim()).split(' ').pop() ?? '');

  const subject = nameSubject(prompt);
  const seed = seedFrom(prompt) + sampling.wording(variant * 3);
  const count = countWished(prompt);
  if (count === undefined) {
    const length = Math.max(1, (thoughtsByVerbosity[verbosity] ?? 2) + sampling.presence);
    return `Here is a short answer about ${subject}. ${thoughtsAbout(subject, length, seed, sampling.frequency).join(' ')}`;
  }
  const word = numberWords[count - 1] ?? String(count);
  const points = thoughtsAbout(subject, count, seed, Math.max(0, sampling.frequency)).map(
    (thought, index) => `${index + 1}. ${thought}`
  );
  return `Here ${count === 1 ? 'is one point' : `are ${word} points`} about ${subject}:\n\n${points.join('\n')}`;
}

/** Goes on where a text stops. */
export function continueText(prompt: string, suffix: string, variant = 0, sampling = unsampled): string {
  const seed = seedFrom(prompt + suffix) + sampling.wording(variant);
  const sentenceIsOpen = !/[.?!]["”']?\s*$/.test(prompt);
  const ending = sentenceIsOpen ? (endings[seed % endings.length] ?? '') : '';
  const length = 3 + sampling.presence;
  const told = Array.from({ length }, (_, step) => sequels[(seed + step) % sequels.length]);
  const sentences = sampling.frequency < 0 ? [...told, ...told.slice(0, 1)] : told;
  const bridge = suffix ? ' And then, as one might expect, it went on.' : '';
  return `${ending} ${sentences.join(' ')}${bridge}`;
}
