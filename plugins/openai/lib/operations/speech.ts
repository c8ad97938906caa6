import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import { joinAudio } from '../audio/join-audio';
import { joiningFormats, SPEECH_FORMATS, type SpeechFormat, speechFormats } from '../audio/speech-formats';
import { createSpeech, type Speech, type SpeechRequest } from '../audio/speech-request';
import { splitText } from '../audio/split-text';
import { UnusableResponse } from '../failures/failure';
import { type SaveTo, save_to } from '../files/save-to';
import { defineOperation } from '../operation';
import { addExtra } from '../options/extra-parameters';
import { oneOf } from '../options/one-of';
import { openList } from '../options/open-lists';

interface Options extends Pick<SpeechCreateParams, 'input' | 'instructions' | 'speed'> {
  model: string;
  save_to?: SaveTo;
  voice: SpeechCreateParams['voice'];
  output_format?: SpeechFormat;
}

interface SpeechData {
  data_url: string;
  mime_type: string;
  bytes: number;
  /** The end of the text, where its request failed after others had succeeded. */
  not_spoken?: string;
}

/** The API's limit for one request. */
const MAX_CHARACTERS = 4096;
/** Intl would take 20 ms of the first query of a process. */
const SHOWN_LIMIT = String(MAX_CHARACTERS).replace(/(?=\d{3}$)/, ',');

export const speech = defineOperation<Options, SpeechRequest, Speech, SpeechData>({
  summary: 'generate the speech',
  title: 'Text to speech',
  needs: { endpoints: ['/audio/speech'], default: 'speech' },

  required: ['input'],
  options: {
    input: {
      type: 'string',
      title: 'Text',
      description: `The text to speak. Longer text than ${SHOWN_LIMIT} characters is sent in several requests.`,
      examples: ['Welcome back! Two orders are waiting.'],
      pattern: '\\S',
      long: true,
    },
    voice: {
      type: ['string', 'object'],
      trim: true,
      title: 'Voice',
      description:
        'alloy (default), ash, coral, echo, fable, nova, onyx, sage, shimmer; not on TTS-1: ballad, cedar, marin, verse; or the id of a voice of your own.',
      examples: ['alloy'],
      default: 'alloy',
      required: ['id'],
      properties: { id: { type: 'string', minLength: 1 } },
    },
    instructions: {
      type: 'string',
      title: 'Instructions',
      description: 'How to speak the text.',
      examples: ['Warm and unhurried'],
      maxLength: 4096,
    },
    speed: { type: 'number', title: 'Speed', description: '0.25 to 4.', examples: ['1'], minimum: 0.25, maximum: 4 },
    output_format: {
      type: 'string',
      title: 'Output format',
      description: 'Text sent in several requests requires mp3, wav, aac or pcm.',
      ...openList(...speechFormats),
    },
    save_to,
  },
  checks: {
    inspect: ({ input = '', output_format: format = 'mp3' }) => {
      if (input.length <= MAX_CHARACTERS || SPEECH_FORMATS[format]?.joins) return [];
      const expected = `must be ${oneOf(joiningFormats)} for text of more than ${SHOWN_LIMIT} characters`;
      const message = `output_format ${expected}, which is sent in several requests; got "${format}"`;
      return [{ field: 'output_format', message, allowed: joiningFormats }];
    },
  },
  billing: {
    requests: ({ parts }) => parts.map(body => ({ endpoint: '/audio/speech', body })),
  },
  transport: {
    ifMissing: 'OpenAI has set 2027-01-06 as the end of its speech models; compatible servers may offer their own.',
    countRequests: ({ parts }) => parts.length,
  },

  buildRequest: ({ input, voice, output_format, ...same }, context) => ({
    parts: splitText(input, MAX_CHARACTERS).map(part =>
      addExtra(
        {
          ...same,
          input: part,
          voice:
            context.model.family && typeof voice === 'string' && voice.startsWith('voice_') ? { id: voice } : voice,
          ...(output_format && { response_format: output_format }),
        },
        context
      )
    ),
  }),

  send: createSpeech,

  toResult: ({ parts: finished, left, trouble }, { input, output_format: format = 'mp3' }, { warn }) => {
    const not_spoken = left.join(' ');
    if (trouble) warn('input', `The end of the text was not spoken (see not_spoken): ${trouble}`);
    const types = [...new Set(finished.map(part => part.mime_type))];
    const [mime_type = ''] = types;
    const parts = finished.map(({ content }) => content);
    const audio = types.length === 1 ? joinAudio(parts, mime_type) : undefined;
    if (!audio) throw new UnusableResponse('unexpected_answer', 'The parts of the audio cannot be joined');
    if (mime_type === 'audio/pcm') {
      warn(
        'output_format',
        'pcm has no header, so players cannot play it (OpenAI: 24,000 Hz, 16 bit, mono); use wav instead'
      );
    } else if (SPEECH_FORMATS[format] && mime_type !== SPEECH_FORMATS[format].mime_type) {
      warn('output_format', `The server returned ${mime_type} instead of ${format}`);
    }
    return {
      message: 'Speech generated successfully',
      data: {
        data_url: `data:${mime_type};base64,${audio.toString('base64')}`,
        mime_type,
        bytes: audio.length,
        ...(trouble && { not_spoken }),
      },
      usage: { input_characters: [...input].length - [...not_spoken].length },
      raw: finished.map(part => ({ mime_type: part.mime_type, bytes: part.content.length })),
    };
  },
});
