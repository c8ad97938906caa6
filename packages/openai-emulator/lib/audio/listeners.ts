/** What a model can do with audio. */
export interface Listener {
  pattern: RegExp;
  formats: readonly string[];
  /** Parameters that it does not take. */
  lacks: readonly string[];
  streams: boolean;
  givesLogprobs: boolean;
  namesLanguages: boolean;
  diarizes: boolean;
  /** Longer audio has to be cut into chunks by a strategy that the request names. */
  longestPiece: number;
  /** What it is billed by. */
  usage: 'seconds' | 'tokens';
}

/** Parameters that help to understand. */
export const hints = ['keywords', 'languages'];
/** Parameters that help to tell who speaks. */
export const speakers = ['known_speaker_names', 'known_speaker_references'];
export const plainFormats = ['json', 'text', 'srt', 'verbose_json', 'vtt'];

const plain: Omit<Listener, 'pattern'> = {
  formats: ['json'],
  lacks: [...hints, ...speakers, 'timestamp_granularities'],
  streams: true,
  givesLogprobs: true,
  namesLanguages: false,
  diarizes: false,
  longestPiece: Number.POSITIVE_INFINITY,
  usage: 'tokens',
};

const listeners: Listener[] = [
  {
    ...plain,
    pattern: /^whisper-/,
    formats: plainFormats,
    lacks: [...hints, ...speakers],
    streams: false,
    givesLogprobs: false,
    usage: 'seconds',
  },
  {
    ...plain,
    pattern: /-diarize/,
    formats: ['json', 'text', 'diarized_json'],
    lacks: [...hints, 'prompt', 'timestamp_granularities', 'include'],
    givesLogprobs: false,
    diarizes: true,
    longestPiece: 30,
    usage: 'seconds',
  },
  {
    ...plain,
    pattern: /^gpt-transcribe/,
    formats: ['json', 'text'],
    lacks: [...speakers, 'timestamp_granularities'],
    givesLogprobs: false,
    namesLanguages: true,
  },
  { ...plain, pattern: /^gpt-4o-/ },
];

/** For the models of compatible servers, of which nothing is known. */
const anyListener: Listener = {
  ...plain,
  pattern: /^/,
  formats: [...plainFormats, 'diarized_json'],
  lacks: [],
  diarizes: true,
};

export function listenerFor(model: string): Listener {
  return listeners.find(({ pattern }) => pattern.test(model)) ?? anyListener;
}
