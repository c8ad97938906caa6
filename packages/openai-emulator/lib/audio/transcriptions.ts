import type {
  Transcription,
  TranscriptionDiarized,
  TranscriptionDiarizedSegment,
} from 'openai/resources/audio/transcriptions';
import { splitForStream } from '../answers/tokens';
import { missingParameter } from '../http/api-error';
import { type JsonObject, numberOf, textOf, textsIn } from '../http/json';
import type { Answer, ApiRequest, ServerEvent } from '../http/messages';
import { readForm } from '../http/multipart';
import { requireParameters } from '../parameters/checks';
import { nameLanguage } from './languages';
import { listenTo } from './listen';
import type { Listener } from './listeners';
import { diarize } from './speakers';
import type { SpokenTexts } from './spoken-texts';
import { type Transcript, transcribe } from './transcript';
import { countSeconds, countTranscriptTokens, toLogprobs, toVerbose, writeSrt, writeVtt } from './transcript-formats';
import { checkTranscription } from './transcription-rules';

interface Session {
  body: JsonObject;
  listener: Listener;
  transcript: Transcript;
  segments: TranscriptionDiarizedSegment[];
}

function sendText(text: string): Answer {
  return { file: Buffer.from(text), contentType: 'text/plain; charset=utf-8' };
}

function describe({ body, listener, transcript }: Session) {
  const wantsLogprobs = textsIn(body['include']).includes('logprobs');
  const [code = textOf(body['language']) || 'en'] = textsIn(body['languages']);
  return {
    text: transcript.text,
    ...(wantsLogprobs && { logprobs: toLogprobs(transcript.text) }),
    ...(listener.namesLanguages && { languages: [{ code }] }),
  };
}

/** The words that a model reads beside what it hears. */
function hintsIn(body: JsonObject): string {
  return [textOf(body['prompt']), ...textsIn(body['keywords'])].join(' ').trim();
}

function toPlain(session: Session): Transcription {
  const { body, listener, transcript } = session;
  const countTokens = () => countTranscriptTokens(transcript, hintsIn(body));
  return { ...describe(session), usage: listener.usage === 'tokens' ? countTokens() : countSeconds(transcript) };
}

function toDiarized({ transcript, segments }: Session): TranscriptionDiarized {
  const { text, seconds } = transcript;
  return { task: 'transcribe', duration: seconds, text, segments, usage: countSeconds(transcript) };
}

/** Piece by piece, and of diarized text each segment when it is complete. */
function* streamTranscription(session: Session): Iterable<ServerEvent> {
  const { body, transcript, segments } = session;
  const wantsLogprobs = textsIn(body['include']).includes('logprobs');
  const type = 'transcript.text.delta';
  if (body['response_format'] === 'diarized_json') {
    for (const segment of segments) {
      for (const delta of splitForStream(segment.text)) yield { data: { type, delta, segment_id: segment.id } };
      yield { data: segment };
    }
  } else {
    for (const delta of splitForStream(transcript.text)) {
      yield { data: { type, delta, ...(wantsLogprobs && { logprobs: toLogprobs(delta) }) } };
    }
  }
  const usage = countTranscriptTokens(transcript, hintsIn(body));
  yield { data: { type: 'transcript.text.done', ...describe(session), usage } };
}

function answerIn(format: string, session: Session): Answer {
  const { body, transcript } = session;
  switch (format) {
    case 'text':
      return sendText(`${transcript.text}\n`);
    case 'srt':
      return sendText(writeSrt(transcript));
    case 'vtt':
      return sendText(writeVtt(transcript));
    case 'diarized_json':
      return { body: toDiarized(session) };
    case 'verbose_json': {
      const wished = textsIn(body['timestamp_granularities']);
      const granularities = wished.length > 0 ? wished : ['segment'];
      const language = nameLanguage(body['language']);
      const temperature = numberOf(body['temperature'], 0);
      return { body: toVerbose(transcript, { task: 'transcribe', language, temperature, granularities }) };
    }
    default:
      return { body: toPlain(session) };
  }
}

export async function answerTranscription(request: ApiRequest, spoken: SpokenTexts): Promise<Answer> {
  const { fields: body, files } = await readForm(request);
  const [file] = files.get('file') ?? [];
  const listener = checkTranscription({ ...body, ...Object.fromEntries(files) });
  if (!file) throw missingParameter('file');
  const sound = await listenTo(file);
  if (sound.seconds > listener.longestPiece) requireParameters(body, ['chunking_strategy']);
  const transcript = transcribe(sound, spoken);
  const segments = listener.diarizes ? await diarize(transcript, body) : [];
  const session = { body, listener, transcript, segments };
  if (body['stream'] === true && listener.streams) return { events: streamTranscription(session) };
  return answerIn(textOf(body['response_format']) || 'json', session);
}
