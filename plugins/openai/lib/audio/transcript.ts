import type { TranscriptionStreamEvent, TranscriptionWord } from 'openai/resources/audio/transcriptions';
import { readUsage } from '../cost/usage';
import { UnusableAnswer } from '../failures/failure';
import type { Collector, Outcome } from '../operation';

/** A transcript in any response format; plain text is wrapped in an object. */
export interface TranscriptResponse {
  text: string;
  language?: string | undefined;
  languages?: { code: string }[] | undefined;
  duration?: number | undefined;
  segments?: Segment[] | undefined;
  words?: TranscriptionWord[] | undefined;
  usage?: object | undefined;
}

interface Segment {
  id: number | string;
  start: number;
  end: number;
  text: string;
  speaker?: string;
}

/** `data` of transcription and translation; times in seconds. */
export interface TranscriptData {
  /** The transcript, or subtitles if they were requested; empty for silence. */
  text: string;
  /** As the API returns it: a code such as "en", or a name such as "english". */
  language?: string;
  duration?: number;
  segments?: Segment[];
  words?: TranscriptionWord[];
  /** In the order in which they are first heard. */
  speakers?: Speaker[];
}

interface Speaker {
  speaker: string;
  /** The total speaking time. */
  seconds: number;
  segments: number;
}

/** The formats that are not JSON. */
const TEXT_FORMATS = ['text', 'srt', 'vtt'];

/** Wraps a transcript that was requested as text; text in place of JSON stays as it is and is rejected later. */
export function wrapText<Body>(response: Body, format: string | undefined): Body | TranscriptResponse {
  if (typeof response !== 'string' || !TEXT_FORMATS.includes(format ?? '') || /^\s*<(!doctype|html)/i.test(response))
    return response;
  return { text: format === 'text' ? response.replace(/\r?\n$/, '') : response };
}

/** Reads a transcript of any kind. */
export function toTranscript(response: TranscriptResponse, message: string): Outcome<TranscriptData> {
  const { text, languages, duration, segments, words, usage } = response;
  if (typeof text !== 'string') throw new UnusableAnswer('unexpected_answer', 'The response has no transcript');
  const language = response.language ?? languages?.[0]?.code;
  const speakers = countSpeakers(segments ?? []);
  return {
    message,
    data: {
      text,
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
function toSegmentRow({ id, start, end, text, speaker }: Segment): Segment {
  return { id, start, end, text: text.trim(), ...(speaker !== undefined && { speaker }) };
}

function countSpeakers(segments: Segment[]): Speaker[] {
  const found = new Map<string, Speaker>();
  for (const { speaker, start, end } of segments) {
    if (speaker === undefined) continue;
    const { seconds, segments: count } = found.get(speaker) ?? { seconds: 0, segments: 0 };
    // Rounded, since sums of decimal fractions are not exact.
    found.set(speaker, { speaker, seconds: Number((seconds + end - start).toFixed(3)), segments: count + 1 });
  }
  return [...found.values()];
}

/** Assembles a streamed transcript with its segments. */
export function collectTranscript(): Collector<TranscriptResponse> {
  const segments: Segment[] = [];
  let whole: TranscriptResponse | undefined;
  return {
    take: data => {
      const event = data as TranscriptionStreamEvent;
      if (event.type === 'transcript.text.segment') segments.push(event);
      if (event.type === 'transcript.text.done') whole = event;
      return event.type === 'transcript.text.delta' ? [{ type: 'text_delta', text: event.delta }] : [];
    },
    finish: () => whole && { ...whole, ...(segments.length > 0 && { segments }) },
  };
}
