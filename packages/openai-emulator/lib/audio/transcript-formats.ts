import type { TranscriptionSegment, TranscriptionVerbose } from 'openai/resources/audio/transcriptions';
import { seedFrom } from '../answers/seed';
import { countTokens, splitForStream } from '../answers/tokens';
import type { Stretch, Transcript } from './transcript';

function writeTime(seconds: number, point: string): string {
  const milliseconds = Math.round(seconds * 1000);
  const parts = [milliseconds / 3_600_000, (milliseconds / 60_000) % 60, (milliseconds / 1000) % 60];
  const clock = parts.map(part => String(Math.floor(part)).padStart(2, '0')).join(':');
  return `${clock}${point}${String(milliseconds % 1000).padStart(3, '0')}`;
}

function writeSpan({ start, end }: Stretch, point: string): string {
  return `${writeTime(start, point)} --> ${writeTime(end, point)}`;
}

/** Subtitles as SubRip has them. */
export function writeSrt({ segments }: Transcript): string {
  return segments.map((segment, index) => `${index + 1}\n${writeSpan(segment, ',')}\n${segment.text}\n\n`).join('');
}

/** Subtitles for the web. */
export function writeVtt({ segments }: Transcript): string {
  return `WEBVTT\n\n${segments.map(segment => `${writeSpan(segment, '.')}\n${segment.text}\n\n`).join('')}`;
}

function toSegment({ text, start, end }: Stretch, id: number, temperature: number): TranscriptionSegment {
  return {
    id,
    seek: Math.floor(start / 30) * 3000,
    start,
    end,
    text: ` ${text}`,
    tokens: splitForStream(text).map(piece => seedFrom(piece) % 50_000),
    temperature,
    avg_logprob: -0.28,
    compression_ratio: 1.2,
    no_speech_prob: 0.01,
  };
}

/** What is billed by time is billed by the whole second. */
export function countSeconds({ seconds }: Transcript): { type: 'duration'; seconds: number } {
  return { type: 'duration', seconds: Math.ceil(seconds) };
}

interface Wishes {
  task: 'transcribe' | 'translate';
  language: string;
  temperature: number;
  granularities: readonly string[];
}

/** With segments, words or both. */
export function toVerbose(
  transcript: Transcript,
  { task, language, temperature, granularities }: Wishes
): TranscriptionVerbose & { task: string } {
  const { text, seconds, segments, words } = transcript;
  return {
    task,
    language,
    duration: seconds,
    text,
    ...(granularities.includes('segment') && {
      segments: segments.map((segment, id) => toSegment(segment, id, temperature)),
    }),
    ...(granularities.includes('word') && {
      words: words.map(({ text: word, start, end }) => ({ word, start, end })),
    }),
    ...(task === 'transcribe' && { usage: countSeconds(transcript) }),
  };
}

const tokensPerSecond = 10;

/** As models count that are billed by tokens. */
export function countTranscriptTokens({ text, seconds }: Transcript, prompt: string) {
  const details = { text_tokens: countTokens(prompt), audio_tokens: Math.ceil(seconds * tokensPerSecond) };
  const input_tokens = details.text_tokens + details.audio_tokens;
  const output_tokens = countTokens(text);
  const total_tokens = input_tokens + output_tokens;
  return { type: 'tokens' as const, input_tokens, input_token_details: details, output_tokens, total_tokens };
}

/** How sure a model would be of each piece. */
export function toLogprobs(text: string): { token: string; logprob: number; bytes: number[] }[] {
  return (text.match(/\s*\S+/g) ?? []).map(token => ({
    token,
    logprob: -(seedFrom(token) % 1000) / 10_000,
    bytes: [...Buffer.from(token)],
  }));
}
