import { ApiError, invalidValue, unsupportedParameter } from '../http/api-error';
import { isObject, type JsonObject, textOf, textsIn } from '../http/json';
import {
  checkChoice,
  checkList,
  checkNumber,
  checkText,
  refuseUnknownParameters,
  requireParameters,
} from '../parameters/checks';
import { checkLanguage } from './languages';
import { hints, type Listener, listenerFor, plainFormats, speakers } from './listeners';

const parameters = [
  ...['model', 'language', 'prompt', 'response_format', 'temperature', 'timestamp_granularities', 'stream', 'include'],
  ...['chunking_strategy', 'keywords', 'languages', 'known_speaker_names', 'known_speaker_references'],
];
/** What both endpoints ask of a form. */
export function checkForm(body: JsonObject, known: readonly string[] = parameters): void {
  refuseUnknownParameters(body, [...known, 'file']);
  requireParameters(body, ['file', 'model']);
  checkNumber(body, 'temperature', { minimum: 0, maximum: 1 });
  checkText(body, 'prompt', 100_000);
}

function checkFormat(body: JsonObject, { formats }: Listener): void {
  checkChoice(body, 'response_format', [...plainFormats, 'diarized_json']);
  const wished = textOf(body['response_format']) || 'json';
  if (formats.includes(wished)) return;
  const allowed = formats.map(format => `'${format}'`).join(' or ');
  throw new ApiError(
    `response_format '${wished}' is not compatible with model '${textOf(body['model'])}'. Use ${allowed} instead.`,
    { param: 'response_format', code: 'unsupported_value' }
  );
}

function checkChunking({ chunking_strategy: strategy }: JsonObject): void {
  if (strategy === undefined) return;
  if (!isObject(strategy)) {
    checkChoice({ chunking_strategy: strategy }, 'chunking_strategy', ['auto']);
    return;
  }
  const named = Object.fromEntries(
    Object.entries(strategy).map(([name, value]) => [`chunking_strategy.${name}`, value])
  );
  const names = ['type', 'threshold', 'prefix_padding_ms', 'silence_duration_ms'];
  refuseUnknownParameters(
    named,
    names.map(name => `chunking_strategy.${name}`)
  );
  requireParameters(named, ['chunking_strategy.type']);
  checkChoice(named, 'chunking_strategy.type', ['server_vad']);
  checkNumber(named, 'chunking_strategy.threshold', { minimum: 0, maximum: 1 });
}

export function checkTranscription(body: JsonObject): Listener {
  checkForm(body);
  const listener = listenerFor(textOf(body['model']));
  const lacking = listener.lacks.find(name => body[name] !== undefined);
  if (lacking) throw unsupportedParameter(lacking);
  checkFormat(body, listener);
  for (const name of ['timestamp_granularities', 'include', ...hints]) {
    checkList(body, name, { minimum: 1, maximum: 100 });
  }
  for (const name of speakers) checkList(body, name, { maximum: 4 });
  for (const granularity of textsIn(body['timestamp_granularities'])) {
    checkChoice({ timestamp_granularities: granularity }, 'timestamp_granularities', ['word', 'segment']);
  }
  for (const included of textsIn(body['include'])) checkChoice({ include: included }, 'include', ['logprobs']);
  if (body['timestamp_granularities'] !== undefined && body['response_format'] !== 'verbose_json') {
    throw invalidValue(
      'timestamp_granularities',
      "timestamp_granularities can be used only with response_format 'verbose_json'."
    );
  }
  if (
    body['include'] !== undefined &&
    (!listener.givesLogprobs || textOf(body['response_format'] ?? 'json') !== 'json')
  ) {
    throw invalidValue('include', "include 'logprobs' is not supported with this model or response_format.");
  }
  checkText(body, 'language', 100);
  if (textOf(body['language'])) checkLanguage(textOf(body['language']), 'language');
  for (const code of textsIn(body['languages'])) checkLanguage(code, 'languages');
  checkChunking(body);
  return listener;
}
