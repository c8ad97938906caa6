import { createServer } from 'node:http';
import { setImmediate as nextTurn } from 'node:timers/promises';
import OpenAIQueryService from '../../plugins/openai/lib';
import { startRun } from '../../plugins/openai/lib/run/run';
import { startDeadline } from '../../plugins/openai/lib/transport/deadline';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

describe('a deadline', () => {
  it('passes when its time has', () => {
    const deadline = startDeadline(1000);
    jest.advanceTimersByTime(999);
    expect([deadline.signal.aborted, deadline.cause(), deadline.remaining()]).toEqual([false, undefined, 1]);
    jest.advanceTimersByTime(1);
    expect([deadline.signal.aborted, deadline.cause(), deadline.remaining()]).toEqual([true, 'timeout', 0]);
    jest.advanceTimersByTime(500);
    expect(deadline.remaining()).toBe(0);
  });

  it('of more than a timer holds does not pass at once', () => {
    const deadline = startDeadline(2 ** 31);
    jest.advanceTimersByTime(1000);
    expect([deadline.signal.aborted, deadline.granted]).toEqual([false, 2 ** 31]);
    deadline.end();
  });

  it('tells a caller that gave up from time that has passed', () => {
    const caller = new AbortController();
    const deadline = startDeadline(1000, caller.signal);
    caller.abort();
    expect([deadline.signal.aborted, deadline.cause()]).toEqual([true, 'cancelled']);
  });

  it('ends what runs, and its own clock', () => {
    const deadline = startDeadline(1000);
    deadline.end();
    expect([deadline.signal.aborted, jest.getTimerCount()]).toEqual([true, 0]);
  });
});

describe('the time of a query', () => {
  const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Hi' };

  it.each([
    ['100 ms less than the host has', { query_timeout: 5000 }, {}, 4900],
    ['a tenth less where that is little', { query_timeout: 500 }, {}, 450],
    ["the connection's", {}, { timeoutSeconds: 20 }, 20_000],
    ["the query's own where both are set", { query_timeout: 2000 }, { timeoutSeconds: 20 }, 1900],
    ['five minutes where nothing is said', {}, {}, 300_000],
  ])('is %s', (_, query, source, granted) => {
    const run = startRun({ apiKey: 'sk-test-12345678', ...source }, { ...chat, ...query });
    run.deadline.end();
    expect(run.deadline.granted).toBe(granted);
  });
});

describe('the time an image may take', () => {
  const MINUTE = 60_000;
  const body = JSON.stringify({ data: [{ b64_json: 'iVBORw0KGgo=' }] });

  /** How a query ends whose server answers after so many minutes, of which none pass: the plugin's clock is turned. */
  async function draw(query_timeout: number, minutes: number): Promise<unknown> {
    jest.useRealTimers();
    let answer: (() => void) | undefined;
    const server = createServer((_, response) => {
      answer = () => response.setHeader('content-type', 'application/json').end(body);
    });
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    jest.useFakeTimers({ doNotFake: ['nextTick', 'queueMicrotask', 'setImmediate', 'clearImmediate'] });
    const source = { apiKey: 'sk-test-12345678', baseUrl: `http://127.0.0.1:${port}`, maxRetries: 2 };
    const query = { operation: 'image_generation', prompt: 'A heron', output: 'full', query_timeout };
    const ended = new OpenAIQueryService().run(source, query).then(
      ({ status }) => status,
      (error: { data: { category: string } }) => error.data.category
    );
    while (!answer) await nextTurn();
    jest.advanceTimersByTime(minutes * MINUTE);
    answer();
    const outcome = await ended;
    jest.useRealTimers();
    server.closeAllConnections();
    await new Promise(resolve => server.close(resolve));
    return outcome;
  }

  it.each([
    [10, 9, 'ok'],
    [60, 59, 'ok'],
    [10, 11, 'timeout'],
  ])('may be minutes: with %i, an answer after %i is %s [C25]', async (granted, minutes, outcome) => {
    expect(await draw(granted * MINUTE, minutes)).toBe(outcome);
  });
});
