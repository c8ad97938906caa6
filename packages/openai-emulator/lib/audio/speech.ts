import { countTokens } from '../answers/tokens';
import { ApiError, invalidValue, unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, numberOf, textOf } from '../http/json';
import type { Answer, ApiRequest, ServerEvent } from '../http/messages';
import { checkChoice, checkNumber, checkText, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { mediaTypes, type SpeechFormat, speechFormats } from './speech-formats';
import type { SpokenTexts } from './spoken-texts';
import { sampleRate, speak } from './voice';

const parameters = ['model', 'input', 'voice', 'instructions', 'response_format', 'speed', 'stream_format'];
const voices = [
  ...['alloy', 'ash', 'ballad', 'coral', 'echo', 'fable', 'onyx'],
  ...['nova', 'sage', 'shimmer', 'verse', 'marin', 'cedar'],
];
/** They take no instructions and do not stream events. */
const olderModels = /^tts-1(-|$)/;
const mostCharacters = 4096;
const tokensPerMinute = 1250;
const bytesOfDelta = 24_000;

function readVoice({ voice }: JsonObject): string {
  if (isObject(voice)) {
    requireParameters({ 'voice.id': voice['id'] }, ['voice.id']);
    checkText({ 'voice.id': voice['id'] }, 'voice.id', 200);
    return textOf(voice['id']);
  }
  checkText({ voice }, 'voice', 200);
  // Voices of one's own have such ids.
  if (!textOf(voice).startsWith('voice_')) checkChoice({ voice }, 'voice', voices);
  return textOf(voice);
}

function checkSpeech(body: JsonObject): void {
  refuseUnknownParameters(body, parameters);
  requireParameters(body, ['model', 'input', 'voice']);
  checkText(body, 'model', 200);
  const model = textOf(body['model']);
  checkText(body, 'input', mostCharacters);
  if (body['input'] === '') throw invalidValue('input', "Invalid 'input': input cannot be an empty string.");
  checkText(body, 'instructions', mostCharacters);
  checkNumber(body, 'speed', { minimum: 0.25, maximum: 4 });
  checkChoice(body, 'response_format', speechFormats);
  checkChoice(body, 'stream_format', ['sse', 'audio']);
  if (!olderModels.test(model)) return;
  if (body['instructions'] !== undefined) throw unsupportedParameter('instructions');
  if (body['stream_format'] !== 'sse') return;
  throw new ApiError("Unsupported value: 'stream_format' does not support 'sse' with this model.", {
    param: 'stream_format',
    code: 'unsupported_value',
  });
}

function formatOf({ response_format: wished }: JsonObject): SpeechFormat {
  return speechFormats.find(format => format === wished) ?? 'mp3';
}

function* streamSpeech(audio: Buffer, inputTokens: number, seconds: number): Iterable<ServerEvent> {
  for (let start = 0; start < audio.length; start += bytesOfDelta) {
    const piece = audio.subarray(start, start + bytesOfDelta).toString('base64');
    yield { data: { type: 'speech.audio.delta', audio: piece } };
  }
  const output_tokens = Math.ceil((seconds / 60) * tokensPerMinute);
  const usage = { input_tokens: inputTokens, output_tokens, total_tokens: inputTokens + output_tokens };
  yield { data: { type: 'speech.audio.done', usage } };
}

export async function answerSpeech({ body }: ApiRequest, spoken: SpokenTexts): Promise<Answer> {
  const asked = isObject(body) ? body : {};
  checkSpeech(asked);
  const text = textOf(asked['input']);
  const format = formatOf(asked);
  const instructions = textOf(asked['instructions']);
  const samples = speak(text, { voice: readVoice(asked), speed: numberOf(asked['speed'], 1), instructions });
  // The encoders are large, and few emulators are asked to speak.
  const { encode } = await import('./encode');
  const audio = await encode(samples, format);
  spoken.add(text, audio);
  if (asked['stream_format'] !== 'sse') return { file: audio, contentType: mediaTypes[format] };
  const tokens = countTokens(text) + countTokens(instructions);
  return { events: streamSpeech(audio, tokens, samples.length / sampleRate) };
}
