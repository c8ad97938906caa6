import { IncomingMessage } from 'node:http';
import { Socket } from 'node:net';
import type OpenAI from 'openai';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { readFailure } from '../../plugins/openai/lib/failures/failure';
import type { Call } from '../../plugins/openai/lib/operation';
import { createWithin, readWaited } from '../../plugins/openai/lib/responses/answer-within';
import { splitFiles, withContainerFiles } from '../../plugins/openai/lib/responses/container-files';
import { createClient } from '../../plugins/openai/lib/transport/client';
import { HttpResponse } from '../../plugins/openai/lib/transport/http-response';
import { Page, plainText, show } from './lines';

/** How long the end of a response is waited for, and which files that it cites are fetched. */

expect.addSnapshotSerializer(plainText);

const mockClock = { now: 1000, waits: [] as number[] };
jest.mock('node:timers/promises', () => ({
  ...jest.requireActual('node:timers/promises'),
  setTimeout: async (milliseconds: number) => {
    mockClock.waits.push(milliseconds);
    mockClock.now += milliseconds;
  },
}));
beforeEach(() => {
  jest.spyOn(performance, 'now').mockImplementation(() => mockClock.now);
});
afterEach(() => jest.restoreAllMocks());

const connection = readConnection({ apiKey: 'sk-test-0123456789abcdef' }, '2026-11-02');
const callOf = (signal = new AbortController().signal): Call => {
  const ends = mockClock.now + 3_600_000;
  const call: Partial<Call> = {
    signal,
    dry_run: false,
    read: error => readFailure(error, connection),
    remaining: () => ends - mockClock.now,
  };
  return call as Call;
};

/** A client whose server gives these answers in turn, the last again and again. */
function clientOf(answers: (object | Error)[], asked: string[]): OpenAI {
  const left = [...answers];
  return createClient(connection, async ({ method, url, body, effect }) => {
    asked.push(`${method} ${url.pathname} ${body ?? ''}`.trim());
    mockClock.now += 250;
    const next = left.length > 1 ? left.shift() : left[0];
    if (next instanceof Error) throw next;
    const message = Object.assign(new IncomingMessage(new Socket()), { statusCode: 200, complete: true });
    message.headers['content-type'] = 'application/json';
    message.push(JSON.stringify(next));
    message.push(null);
    return new HttpResponse(message, 1000, effect);
  });
}

it('how long an answer is waited for', async () => {
  const answers: Record<string, [seconds: number | undefined, ...(object | Error)[]]> = {
    'no time': [undefined, { id: 'r', status: 'queued' }],
    'done at once': [9, { id: 'r', status: 'completed' }],
    'no state': [9, { id: 'r' }],
    'no id': [9, { status: 'queued' }],
    'done later': [9, { id: 'r', status: 'queued' }, { id: 'r', status: 'in_progress' }, { id: 'r', status: 'failed' }],
    'not done': [9, { id: 'r', status: 'queued' }],
    'no time for a second look': [2.4, { id: 'r', status: 'queued' }, { id: 'r', status: 'in_progress' }],
    'hardly any time': [0.3, { id: 'r', status: 'queued' }, { id: 'r', status: 'in_progress' }],
  };
  const lines: string[] = [];
  for (const [name, [seconds, ...given]] of Object.entries(answers)) {
    const asked: string[] = [];
    mockClock.waits.length = 0;
    const request = { input: 'Hi', ...(seconds !== undefined && { answer_within: seconds }) };
    const response = await createWithin(clientOf(given, asked), request, callOf());
    const warned: string[] = [];
    const next = readWaited(response, (...words) => warned.push(words.join(': ')));
    lines.push(
      `${name}: ${asked.join(', ')}; waits ${mockClock.waits.join(' ')} -> ${show(response)} ${next} ${warned}`
    );
  }
  expect(new Page(lines)).toMatchSnapshot();
});

it('files that an answer cites', async () => {
  const cite = (more: object = {}) => ({
    type: 'container_file_citation',
    file_id: 'f1',
    container_id: 'c1',
    filename: 'a.txt',
    ...more,
  });
  const output = (...annotations: object[]) => ({
    output: [{ type: 'message', content: [{ type: 'output_text', text: 'x', annotations }] }],
  });
  const responses: Record<string, object> = {
    none: { id: 'r', output: [] },
    one: output(cite()),
    'one twice': output(cite(), cite()),
    two: output(cite(), cite({ file_id: 'f/2', container_id: 'c 2', filename: undefined })),
    'of another type': output(cite({ type: 'url_citation' })),
    'no ids': output(cite({ file_id: '' }), cite({ container_id: undefined }), cite({ file_id: null, filename: 'x' })),
    many: output(...[...Array(22).keys()].map(at => cite({ file_id: `f${at}` }))),
  };
  const lines: string[] = [];
  for (const [name, response] of Object.entries(responses)) {
    for (const answer of [{ a: 1 }, new ApiError(404, new Headers(), '', 'none', false)]) {
      const asked: string[] = [];
      const client = clientOf([answer], asked);
      const warned: string[] = [];
      const whole = await withContainerFiles(client, response, callOf());
      const { files, raw } = splitFiles(whole, (...words) => warned.push(words.join(': ')));
      expect(raw).toEqual(response);
      lines.push(
        `${name}: ${asked.length} ${[...new Set(asked)].slice(0, 3).join(', ')} -> ${show(files?.slice(0, 2))} ${warned.slice(0, 2)}`
      );
    }
  }
  const signal = AbortSignal.abort(new Error('given up'));
  const failing = withContainerFiles(clientOf([new Error('No')], []), output(cite()), callOf(signal));
  await expect(failing).rejects.toThrow();
  expect(new Page(lines)).toMatchSnapshot();
});
