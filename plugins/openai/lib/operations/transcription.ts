import type { Transcription, TranscriptionCreateParamsNonStreaming } from 'openai/resources/audio/transcriptions';
import * as sound from '../audio/audio-options';
import { findUnknownLanguage } from '../audio/language';
import {
  collectTranscript,
  type TranscriptData,
  type TranscriptResponse,
  toTranscript,
  wrapText,
} from '../audio/transcript';
import type { ResolvedModel } from '../catalogue/models';
import { toUpload } from '../files/file-content';
import { defineOperation } from '../operation';
import { toForm } from '../transport/form';
import type { FileContent } from '../types/file';

const PATH = '/audio/transcriptions';

type Parameters = TranscriptionCreateParamsNonStreaming;

interface Options extends Pick<Parameters, 'prompt' | 'temperature' | 'response_format'> {
  model: string;
  /** A single file with its content, by the rule of the option. */
  audio: [FileContent];
  language?: string;
  timestamps?: 'none' | 'segment' | 'word' | 'both';
}

const GRANULARITIES = { none: [], segment: ['segment'], word: ['word'], both: ['word', 'segment'] } satisfies Record<
  NonNullable<Options['timestamps']>,
  Parameters['timestamp_granularities']
>;

/** Newer models accept several languages, older ones a single one. */
function toLanguage(language: string, { family }: ResolvedModel): Pick<Parameters, 'language' | 'languages'> {
  return family?.sends?.['language'] === 'languages' ? { languages: [language] } : { language };
}

export const transcription = defineOperation<Options, Parameters, TranscriptResponse, TranscriptData>({
  summary: 'transcribe the audio',
  title: 'Transcribe audio',
  needs: { endpoints: [PATH], default: 'transcription' },

  required: ['audio'],
  options: {
    audio: sound.audio,
    language: {
      type: 'string',
      trim: true,
      title: 'Language',
      description: 'The ISO 639-1 code of the spoken language. Empty: detected.',
      examples: ['en'],
      accepts: 'a valid ISO 639 code, such as en, de or ja',
      pattern: '^[a-z]{2,3}$',
    },
    prompt: sound.prompt,
    response_format: sound.response_format,
    timestamps: sound.timestamps,
    temperature: sound.temperature,
  },
  checks: {
    rules: [sound.timestampRule],
    inspect: ({ language }) => findUnknownLanguage(language),
  },

  buildRequest: ({ audio: [file], language, timestamps = 'none', response_format, ...same }, { model }) => {
    const granularities = GRANULARITIES[timestamps];
    const format = granularities.length > 0 ? 'verbose_json' : response_format;
    return {
      ...same,
      file: toUpload(file),
      ...(language && toLanguage(language, model)),
      ...(format && { response_format: format }),
      ...(granularities.length > 0 && { timestamp_granularities: granularities }),
      ...((model.family?.diarizes || format === 'diarized_json') && { chunking_strategy: 'auto' }),
    };
  },

  send: async (client, request, { signal }) =>
    wrapText(await client.post<Transcription>(PATH, { body: toForm(request), signal }), request.response_format),

  streaming: {
    when: (_, { model: { family } }) => (family?.streams_text ? 'live' : 'never'),
    open: (client, request, { signal }) =>
      client.post(PATH, { body: toForm({ ...request, stream: true }), signal }).asResponse(),
    collect: collectTranscript,
  },

  toResult: (response, _, { warn }) => toTranscript(response, 'Audio transcribed successfully', warn),
});
