import type { Translation, TranslationCreateParams } from 'openai/resources/audio/translations';
import * as sound from '../audio/audio-options';
import { type TranscriptData, type TranscriptResponse, toTranscript, wrapText } from '../audio/transcript';
import { toUpload } from '../files/file-content';
import { defineOperation } from '../operation';
import { toForm } from '../transport/form';
import type { FileContent } from '../types/file';

interface Options extends Pick<TranslationCreateParams, 'prompt' | 'temperature' | 'response_format'> {
  model: string;
  /** A single file with its content, by the rule of the option. */
  audio: [FileContent];
  timestamps?: 'none' | 'segment';
}

export const translation = defineOperation<Options, TranslationCreateParams, TranscriptResponse, TranscriptData>({
  summary: 'translate the audio',
  title: 'Translate audio to English',
  needs: { endpoints: ['/audio/translations'], default: 'translation' },

  required: ['audio'],
  options: {
    audio: sound.audio,
    prompt: {
      ...sound.prompt,
      description: 'Names and spellings to expect, or the transcript of the audio before this; in English.',
    },
    response_format: { ...sound.response_format, enum: ['json', 'text', 'srt', 'vtt', 'verbose_json'] },
    timestamps: { ...sound.timestamps, enum: ['none', 'segment'] },
    temperature: sound.temperature,
  },
  checks: { rules: [sound.timestampRule] },
  transport: {
    ifMissing:
      'OpenAI is shutting down translations on 2027-02-26; compatible servers may still support them. Otherwise, transcribe the audio and have chat translate the text.',
  },

  buildRequest: ({ audio: [file], timestamps, response_format, ...same }) => {
    const format = timestamps === 'segment' ? 'verbose_json' : response_format;
    return { ...same, file: toUpload(file), ...(format && { response_format: format }) };
  },

  send: async (client, request, { signal }) =>
    wrapText(
      await client.post<Translation>('/audio/translations', { body: toForm(request), signal }),
      request.response_format
    ),

  toResult: (response, _, { warn }) => toTranscript(response, 'Audio translated successfully', warn),
});
