import { readUsage } from '../cost/usage';
import { unusable } from '../failures/body-check';
import type { Collector, Context, Outcome } from '../operation';
import { anyObject, anything, list, number, object, readFields, text } from '../transport/fields';

const segment = object({ id: anything, start: number, end: number, text, speaker: text });
const word = object({ word: text, start: number, end: number });
const transcript = object({
  text,
  language: text,
  languages: list(object({ code: text })),
  duration: number,
  segments: list(segment),
  words: list(word),
  usage: anyObject,
});

type Segment = NonNullable<ReturnType<typeof segment>>;

/** A transcript in any response format; plain text is wrapped in an object. */
export type TranscriptResponse = object;

/** `data` of transcription and translation; times in seconds. */
export interface TranscriptData {
  /** The transcript, or subtitles if they were requested; empty for silence. */
  text: string;
  /** As the API returns it: a code such as "en", or a name such as "english". */
  language?: string;
  duration?: number;
  segments?: Segment[];
  words?: NonNullable<ReturnType<typeof word>>[];
  /** In the order in which they are first heard. */
  speakers?: Speaker[];
}

interface Speaker {
  speaker: string;
  /** The total speaking time. */
  seconds: number;
  segments: number;
}

/** All other formats are text. */
const JSON_FORMATS = ['json', 'verbose_json', 'diarized_json'];

/** Wraps a transcript that was requested as text; text in place of JSON stays as it is and is rejected later. */
export function wrapText<Body>(response: Body, format: string | undefined): Body | TranscriptResponse {
  if (typeof response !== 'string' || JSON_FORMATS.includes(format ?? 'json') || /^\s*<(!doctype|html)/i.test(response))
    return response;
  // Some servers return JSON for any format.
  const json = /^\s*\{/.test(response) ? readFields(parse(response), transcript) : undefined;
  if (json?.text !== undefined) return json;
  return { text: format === 'text' ? response.replace(/\r?\n$/, '') : response };
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Reads a transcript of any kind. */
export function toTranscript(response: unknown, message: string, warn: Context['warn']): Outcome<TranscriptData> {
  const { languages, duration, segments, words, usage, ...read } = readFields(response, transcript, warn) ?? {};
  const parts = (segments ?? []).flatMap(part => part.text ?? []);
  // Some servers give the segments alone.
  const said = read.text ?? (parts.length > 0 ? parts.join('').trim() : undefined);
  if (said === undefined) throw unusable(response, 'The response has no transcript');
  const language = read.language ?? languages?.[0]?.code;
  const speakers = countSpeakers(segments ?? []);
  return {
    message,
    data: {
      text: said,
      ...(language && { language }),
      ...(duration !== undefined && { duration }),
      ...(segments && { segments: segments.map(toSegmentRow) }),
      ...(words && { words }),
      ...(speakers.length > 0 && { speakers }),
    },
    usage: readUsage(usage ?? (duration === undefined ? undefined : { type: 'duration', seconds: duration })),
  };
}

/** A segment as a row of a table, without token ids and probabilities. */
function toSegmentRow({ text: said = '', ...same }: Segment): Segment {
  return { ...same, text: said.trim() };
}

function countSpeakers(segments: Segment[]): Speaker[] {
  const found = new Map<string, Speaker>();
  for (const { speaker, start = 0, end = start } of segments) {
    if (speaker === undefined) continue;
    const { seconds, segments: count } = found.get(speaker) ?? { seconds: 0, segments: 0 };
    // Rounded, since sums of decimal fractions are not exact.
    found.set(speaker, { speaker, seconds: Number((seconds + end - start).toFixed(3)), segments: count + 1 });
  }
  return [...found.values()];
}

/** Assembles a streamed transcript with its segments. */
export function collectTranscript(): Collector<TranscriptResponse> {
  const segments: object[] = [];
  let shown = '';
  let whole: object | undefined;
  return {
    take(event) {
      const { type, delta }: { type?: unknown; delta?: unknown } = event;
      if (type === 'transcript.text.segment') segments.push(event);
      if (type === 'transcript.text.done') whole = event;
      if (type !== 'transcript.text.delta' || typeof delta !== 'string') return [];
      shown += delta;
      return [{ type: 'text_delta', text: delta }];
    },
    text: () => shown,
    finish(isClosed) {
      const last = whole ?? (isClosed && shown !== '' ? {} : undefined);
      if (!last) return undefined;
      const isSaid = typeof Reflect.get(last, 'text') === 'string' || shown === '';
      return { ...last, ...(!isSaid && { text: shown }), ...(segments.length > 0 && { segments }) };
    },
  };
}
