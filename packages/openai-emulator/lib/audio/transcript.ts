import type { Sound } from './listen';
import type { SpokenTexts } from './spoken-texts';

/** A piece of the transcript and when it is heard, in seconds. */
export interface Stretch {
  text: string;
  start: number;
  end: number;
}

export interface Transcript {
  text: string;
  /** Of the audio. */
  seconds: number;
  /** Sentences. */
  segments: Stretch[];
  words: Stretch[];
  /** Whether the emulator knows the text because it spoke it. */
  isHeard: boolean;
}

const secondsOfSentence = 6;

/** Says plainly that nothing was heard, in about as many sentences as somebody would say in the time. */
function standIn({ name, format, bytes, seconds }: Sound): string {
  const fillers = Array.from(
    { length: Math.max(0, Math.floor(seconds / secondsOfSentence) - 2) },
    (_, index) => `What is said after ${(index + 2) * secondsOfSentence} seconds would stand here.`
  );
  return [
    'This is an emulated transcript, because the emulator cannot hear.',
    `It was given ${name}, ${Number(seconds.toFixed(2))} seconds of ${format} audio in ${bytes.length} bytes.`,
    ...fillers,
  ].join(' ');
}

/** The pieces, each with its share of the time. */
function spread(text: string, pieces: RegExp, seconds: number): Stretch[] {
  const timeAt = (place: number) => Number(((place / text.length) * seconds).toFixed(3));
  return [...text.matchAll(pieces)].map(({ 0: piece, index }) => ({
    text: piece,
    start: timeAt(index),
    end: timeAt(index + piece.length),
  }));
}

export function transcribe(sound: Sound, spoken: SpokenTexts): Transcript {
  const heard = spoken.recall(sound.bytes);
  return describeText(heard ?? standIn(sound), sound.seconds, heard !== undefined);
}

export function describeText(text: string, seconds: number, isHeard: boolean): Transcript {
  const segments = spread(text, /\S[\s\S]*?(?:[.!?]+(?=\s|$)|$)/g, seconds);
  const words = spread(text, /[\p{L}\p{N}]+(?:['’.:,-][\p{L}\p{N}]+)*/gu, seconds);
  return { text, seconds, segments, words, isHeard };
}
