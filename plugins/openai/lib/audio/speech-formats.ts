import type { SpeechCreateParams } from 'openai/resources/audio/speech';

/** The audio formats of speech. */
export type SpeechFormat = NonNullable<SpeechCreateParams['response_format']>;

/** The media type of each known format, and whether several files can be joined. */
export const SPEECH_FORMATS: Partial<Record<SpeechFormat, { mime_type: string; joins: boolean }>> = {
  mp3: { mime_type: 'audio/mpeg', joins: true },
  wav: { mime_type: 'audio/wav', joins: true },
  aac: { mime_type: 'audio/aac', joins: true },
  opus: { mime_type: 'audio/ogg', joins: false },
  flac: { mime_type: 'audio/flac', joins: false },
  pcm: { mime_type: 'audio/pcm', joins: true },
};

const isFormat = (name: string): name is SpeechFormat => Object.hasOwn(SPEECH_FORMATS, name);

export const speechFormats = Object.keys(SPEECH_FORMATS).filter(isFormat);

/** The formats for text that takes several requests. */
export const joiningFormats = speechFormats.filter(name => SPEECH_FORMATS[name]?.joins);
