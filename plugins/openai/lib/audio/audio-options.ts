import type { Rule } from '../catalogue/models';
import { openList } from '../options/open-lists';
import type { Option } from '../options/option';
import { temperature as sharedTemperature } from '../options/shared-options';
import type { FileOption } from '../types/file';

/** The options that transcription and translation share. */

/** OpenAI's limit for speech to text is 25 MB, counted as MiB. */
const MAX_BYTES = 25 * 1024 * 1024;

/** The formats that the API reference lists. */
const AUDIO_TYPES = [
  ...['audio/mpeg', 'audio/wav', 'audio/mp4', 'video/mp4', 'video/webm', 'audio/ogg', 'audio/flac', 'video/mpeg'],
];

export const audio: FileOption = {
  type: ['string', 'object', 'array'],
  title: 'Audio',
  description:
    'MP3, WAV, M4A, MP4, WebM, OGG or FLAC, at most 25 MB: a link, data URL, base64 or the value of a file picker.',
  examples: ['{{components.filepicker1.file}}'],
  files: { types: AUDIO_TYPES, max_bytes: MAX_BYTES, max_count: 1, content_only: true },
};

export const prompt: Option = {
  type: 'string',
  title: 'Prompt',
  description: 'Names and spellings to expect, or the transcript of the audio before this.',
  examples: ['Zyntriqix, Digique Plus'],
};

export const temperature: Option = {
  ...sharedTemperature,
  description: '0 to 1; lower values are more exact.',
  examples: ['0'],
  maximum: 1,
};

export const response_format: Option = {
  type: 'string',
  title: 'Response format',
  description: 'srt and vtt: subtitles.',
  ...openList('json', 'text', 'srt', 'vtt', 'verbose_json', 'diarized_json'),
};

export const timestamps: Option = {
  type: 'string',
  title: 'Timestamps',
  description: 'Start and end times, in seconds.',
  enum: ['none', 'segment', 'word', 'both'],
  labels: ['None', 'Segments', 'Words', 'Segments and words'],
};

/** Only verbose_json has timestamps. */
export const timestampRule: Rule = {
  because: 'timestamps require verbose_json; leave response_format empty',
  if: {
    required: ['timestamps', 'response_format'],
    properties: { timestamps: { enum: ['segment', 'word', 'both'] } },
  },
  then: { properties: { response_format: { enum: ['verbose_json'] } } },
};
