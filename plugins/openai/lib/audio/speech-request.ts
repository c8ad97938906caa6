import type OpenAI from 'openai';
import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import { UnusableResponse } from '../failures/failure';
import { StreamedError } from '../failures/streamed-error';
import { readFileFacts } from '../files/file-facts';
import type { Call } from '../operation';
import { SPEECH_FORMATS, type SpeechFormat } from './speech-formats';

/** The requests for the parts of a text. */
export interface SpeechRequest {
  parts: SpeechCreateParams[];
}

/** The audio of one part. */
interface SpeechPart {
  content: Buffer;
  /** Detected from the content where possible. */
  mime_type: string;
}

/** The parts in their order; `left` are those that were not spoken because of `trouble`. */
export interface Speech {
  parts: SpeechPart[];
  left: string[];
  trouble?: string;
}

/** Requests the parts one after the other, so that no part is billed once another has failed. */
export async function createSpeech(client: OpenAI, { parts }: SpeechRequest, call: Call): Promise<Speech> {
  const finished: SpeechPart[] = [];
  for (const [index, part] of parts.entries()) {
    try {
      finished.push(
        await call.attempt(async () => {
          const response = await client.audio.speech.create(part, { signal: call.signal });
          return readAudio(response, part.response_format);
        })
      );
    } catch (error) {
      // What was spoken so far is paid for.
      if (finished.length === 0) throw error;
      return { parts: finished, left: parts.slice(index).map(({ input }) => input), trouble: call.read(error).reason };
    }
  }
  return { parts: finished, left: [] };
}

async function readAudio(response: Response, format: SpeechFormat = 'mp3'): Promise<SpeechPart> {
  const content = Buffer.from(await response.arrayBuffer());
  if (content.length === 0) throw new UnusableResponse('no_audio', 'The server returned no audio');
  const type = response.headers.get('content-type') ?? '';
  if (/json/.test(type)) throw readErrorBody(content.toString());
  const facts = /^text\//.test(type) ? { mime_type: 'text/plain' } : await readFileFacts(content);
  const expectedType = SPEECH_FORMATS[format]?.mime_type ?? (type.split(';')[0] || 'application/octet-stream');
  if (!facts || (format === 'pcm' && facts.mime_type !== 'text/plain')) return { content, mime_type: expectedType };
  if (/^(audio|video)\//.test(facts.mime_type)) return { content, mime_type: facts.mime_type };
  const isPage = /^\s*</.test(content.toString('latin1', 0, 100));
  const what = isPage ? 'a web page' : facts.mime_type.replace('text/plain', 'text');
  throw new UnusableResponse('no_audio', `The server returned ${what} instead of audio`);
}

/** Some gateways report errors with status 200. */
function readErrorBody(text: string): Error {
  const body: unknown = JSON.parse(text);
  const error: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
  if (typeof error === 'object' && error !== null) return new StreamedError({ ...error });
  return new UnusableResponse('no_audio', 'The server returned JSON instead of audio');
}
