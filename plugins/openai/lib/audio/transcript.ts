import type { TranscriptionStreamEvent, TranscriptionWord } from 'openai/resources/audio/transcriptions';
import { readUsage } from '../cost/usage';
import { UnusableAnswer } from '../failures/failure';
import type { Collector, Outcome } from '../operation';

/** Whatever form a transcript came in: JSON of one of its kinds, or a text put into an object. */
export interface TranscriptAnswer {
  text: string;
  language?: string | undefined;
  languages?: { code: string }[] | undefined;
  duration?: number | undefined;
  segments?: GivenSegment[] | undefined;
  words?: TranscriptionWord[] | undefined;
  usage?: object | undefined;
}

interface GivenSegment {
  id: number | string;
  start: number;
  end: number;
  text: string;
  speaker?: string;
}

/** `data` of transcription and translation; times in seconds. */
export interface TranscriptData {
  /** What was said, or the subtitles where those were asked for. Silence is an empty text. */
  text: string;
  /** As the API gives it: a code such as "en", or a name such as "english". */
  language?: string;
  duration?: number;
  segments?: GivenSegment[];
  words?: TranscriptionWord[];
  /** Each voice, in the order in which it is first heard. */
  speakers?: Speaker[];
}

interface Speaker {
  speaker: string;
  /** How long it speaks. */
  seconds: number;
  segments: number;
}

/** Formats that are no JSON. */
const TEXTS = ['text', 'srt', 'vtt'];

/** Puts a text that was asked for into an object; a text in place of JSON stays one, which is then refused. */
export function wrapText<Answer>(answer: Answer, format: string | undefined): Answer | TranscriptAnswer {
  if (typeof answer !== 'string' || !TEXTS.includes(format ?? '') || /^\s*<(!doctype|html)/i.test(answer))
    return answer;
  return { text: format === 'text' ? answer.replace(/\r?\n$/, '') : answer };
}

/** Reads a transcript of any kind. */
export function toTranscript(answer: TranscriptAnswer, message: string): Outcome<TranscriptData> {
  const { text, languages, duration, segments, words, usage } = answer;
  if (typeof text !== 'string') throw new UnusableAnswer('unexpected_answer', 'The server gave no transcript');
  const language = answer.language ?? languages?.[0]?.code;
  const speakers = countSpeakers(segments ?? []);
  return {
    message,
    data: {
      text,
      ...(language && { language }),
      ...(duration !== undefined && { duration }),
      ...(segments && { segments: segments.map(tidy) }),
      ...(words && { words }),
      ...(speakers.length > 0 && { speakers }),
    },
    usage: readUsage(usage ?? (duration === undefined ? undefined : { type: 'duration', seconds: duration })),
  };
}

/** A row for a Table, without the numbers that only a model can read. */
function tidy({ id, start, end, text, speaker }: GivenSegment): GivenSegment {
  return { id, start, end, text: text.trim(), ...(speaker !== undefined && { speaker }) };
}

function countSpeakers(segments: GivenSegment[]): Speaker[] {
  const found = new Map<string, Speaker>();
  for (const { speaker, start, end } of segments) {
    if (speaker === undefined) continue;
    const { seconds, segments: count } = found.get(speaker) ?? { seconds: 0, segments: 0 };
    // Sums of hundredths are not exact.
    found.set(speaker, { speaker, seconds: Number((seconds + end - start).toFixed(3)), segments: count + 1 });
  }
  return [...found.values()];
}

/** Puts a streamed transcript together, segments with their speakers included. */
export function collectTranscript(): Collector<TranscriptAnswer> {
  const segments: GivenSegment[] = [];
  let whole: TranscriptAnswer | undefined;
  return {
    take: given => {
      const event = given as TranscriptionStreamEvent;
      if (event.type === 'transcript.text.segment') segments.push(event);
      if (event.type === 'transcript.text.done') whole = event;
      return event.type === 'transcript.text.delta' ? [{ type: 'text_delta', text: event.delta }] : [];
    },
    finish: () => whole && { ...whole, ...(segments.length > 0 && { segments }) },
  };
}
