import { createParser } from 'eventsource-parser';
import { StreamedError } from '../failures/streamed-error';
import { isJsonObject } from '../options/json-object';
import { answerOf } from './answer';

/**
 * Reads the data of server-sent events as they arrive, up to `[DONE]` or the end of the body.
 *
 * @throws StreamedError for an error event, SyntaxError for data that is not JSON.
 */
export async function* readEvents(response: Response): AsyncGenerator<object> {
  const arrived: { event?: string | undefined; data: string }[] = [];
  // The SDK's own reader is many times slower on events that carry images.
  const parser = createParser({ onEvent: event => arrived.push(event) });
  const decoder = new TextDecoder();
  for await (const chunk of answerOf(response).chunks()) {
    parser.feed(decoder.decode(chunk, { stream: true }));
    for (const { event, data: text } of arrived.splice(0)) {
      if (text === '[DONE]') return;
      const data: unknown = JSON.parse(text);
      if (!isJsonObject(data)) throw new SyntaxError('An event of the stream is not an object');
      if (isJsonObject(data['error'])) throw new StreamedError(data['error']);
      if (data['type'] === 'error' || event === 'error') throw new StreamedError(data);
      yield data;
    }
  }
}
