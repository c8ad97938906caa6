import type OpenAI from 'openai';
import type { SpeechCreateParams } from 'openai/resources/audio/speech';
import { UnusableAnswer } from '../failures/failure';
import { StreamedError } from '../failures/streamed-error';
import { readFileFacts } from '../files/file-facts';
import type { Call } from '../operation';
import { SPEECH_FORMATS, type SpeechFormat } from './speech-formats';

/** What is spoken, part by part. */
export interface SpeechRequest {
  parts: SpeechCreateParams[];
}

/** One part as it was spoken. */
export interface SpokenPart {
  content: Buffer;
  /** As the bytes say, where they can. */
  mime_type: string;
}

/** Has each part spoken, one after the other, so that a failure does not leave others at work that are billed. */
export async function speakParts(client: OpenAI, { parts }: SpeechRequest, call: Call): Promise<SpokenPart[]> {
  const spoken: SpokenPart[] = [];
  for (const part of parts) {
    spoken.push(
      await call.attempt(async () => {
        const response = await client.audio.speech.create(part, { signal: call.signal });
        return readSound(response, part.response_format);
      })
    );
  }
  return spoken;
}

async function readSound(response: Response, format: SpeechFormat = 'mp3'): Promise<SpokenPart> {
  const content = Buffer.from(await response.arrayBuffer());
  if (content.length === 0) throw new UnusableAnswer('no_audio', 'The server answered without any sound');
  const type = response.headers.get('content-type') ?? '';
  if (/json/.test(type)) throw readErrorBody(content.toString());
  const facts = /^text\//.test(type) ? { mime_type: 'text/plain' } : await readFileFacts(content);
  const stated = SPEECH_FORMATS[format].mime_type;
  if (!facts || (format === 'pcm' && facts.mime_type !== 'text/plain')) return { content, mime_type: stated };
  if (/^(audio|video)\//.test(facts.mime_type)) return { content, mime_type: facts.mime_type };
  const isPage = /^\s*</.test(content.toString('latin1', 0, 100));
  const what = isPage ? 'an HTML page' : facts.mime_type.replace('text/plain', 'text');
  throw new UnusableAnswer('no_audio', `The server answered with ${what}, not with sound`);
}

/** Some gateways refuse with status 200. */
function readErrorBody(text: string): Error {
  const body: unknown = JSON.parse(text);
  const error: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'error') : undefined;
  if (typeof error === 'object' && error !== null) return new StreamedError({ ...error });
  return new UnusableAnswer('no_audio', 'The server answered with JSON, not with sound');
}
