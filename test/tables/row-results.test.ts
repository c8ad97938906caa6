import type OpenAI from 'openai';
import { type RowEnd, type RowsEnd, readEnd, toBulkOutcome } from '../../plugins/openai/lib/bulk/bulk-result';
import { rowChats } from '../../plugins/openai/lib/bulk/row-chats';
import { RowRepairs, withRepairs } from '../../plugins/openai/lib/bulk/row-repairs';
import type { ReadRow } from '../../plugins/openai/lib/bulk/row-requests';
import { type RowChats, sendRows } from '../../plugins/openai/lib/bulk/send-rows';
import { describeStop, failsAll, toRowError } from '../../plugins/openai/lib/bulk/task';
import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { BrokenResponse, readFailure } from '../../plugins/openai/lib/failures/failure';
import type { Call, Context } from '../../plugins/openai/lib/operation';
import type { Failure } from '../../plugins/openai/lib/types/failure';
import { chatBody } from '../real-servers/shapes';
import { Page, plainText, show } from './lines';

/** What each row of bulk chat sends, what becomes of its responses, and what a host that shows progress hears. */

expect.addSnapshotSerializer(plainText);

const connection = readConnection({ apiKey: 'sk-test' }, '2026-11-02');
const read = (error: unknown, sent?: object) => readFailure(error, connection, sent);
const usage = (input: number, output: number) => ({
  usage: { prompt_tokens: input, completion_tokens: output, total_tokens: input + output },
});
const answer = (content: unknown, more: object = usage(3, 2)) => ({ ...chatBody({ content }), model: 'm', ...more });
const finished = (content: unknown, finish_reason: string) => ({
  ...usage(3, 2),
  choices: [{ message: { content }, finish_reason }],
});

function createContext(model = 'm', more: Partial<Context> = {}): { context: Context; told: string[] } {
  const told: string[] = [];
  const context: object = {
    model: lookUpModel(model),
    output: 'full',
    unsupported: new Set(),
    extra_parameters: {},
    subqueries: [],
    warn: (parameter: string, reason: string) => void told.push(`${parameter}: ${reason}`),
    ...more,
  };
  return { context: context as Context, told };
}

const ends: Record<string, RowEnd> = {
  answered: { data: answer('Zinc'), duration: 7 },
  'answered without usage': { data: answer('Zinc', { usage: null }), duration: 7 },
  empty: { data: answer(null), duration: 7 },
  cut: { data: finished('Zi', 'length'), duration: 7 },
  filtered: { data: finished('', 'content_filter'), duration: 7 },
  stopped: { data: finished('Zinc', 'stop'), duration: 7 },
  'no response': { data: {}, duration: 7 },
  JSON: { data: answer('{"metal":"zinc"}'), duration: 7 },
  'cut JSON': { data: finished('{"metal":', 'length'), duration: 7 },
  refused: { data: chatBody({ content: null, refusal: 'No.' }), duration: 7 },
  calls: {
    data: chatBody({ content: null, tool_calls: [{ id: 'c', function: { name: 'f', arguments: '{}' } }] }),
    duration: 7,
  },
  failed: { error: { code: 'c', category: 'k', message: 'm' } },
  sent: { sent: true },
  'not sent': { sent: false },
  unchanged: { unchanged: true },
};

it('each row by how it ended', () => {
  const lines = [false, true].flatMap(isJson =>
    Object.entries(ends).flatMap(([name, end]) =>
      [undefined, [answer('{'), answer('[', usage(1, 1))]].map(spent => {
        const ended = { read, fingerprints: ['f'], spent: [spent] };
        const { trouble, ...rest } = readEnd(end, ended, 0, { a: 1 }, { isJson, stops: [] });
        const told = trouble instanceof Error ? trouble.message : trouble;
        return `${name}${isJson ? ' as JSON' : ''}${spent ? ' after two' : ''}: ${show(rest)} ${show(told)}`;
      })
    )
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('all rows by how they ended', () => {
  const stopped = { code: 'timeout', category: 'timeout', message: 'No time', hint: 'Wait' };
  const runs: Record<string, [string[], Partial<RowsEnd>?, object?]> = {
    none: [[]],
    one: [['answered']],
    two: [['answered', 'stopped']],
    'all kinds': [Object.keys(ends)],
    'all failed': [['failed', 'failed']],
    'none can be used': [['filtered', 'no response']],
    'none can be used, one unchanged': [['filtered', 'unchanged']],
    'cut once': [['cut']],
    'cut twice': [['cut', 'cut', 'answered']],
    'stopped, one not run': [['answered', 'not sent'], { stopped }],
    'stopped, two not run': [['answered', 'not sent', 'sent'], { stopped }],
    'stopped, all run': [['answered', 'failed'], { stopped }],
    'one was not waited for': [['answered', 'sent']],
    'with fingerprints': [['answered', 'unchanged'], { fingerprints: ['f', 'g'] }, { fingerprint_field: 'print' }],
    'after corrections': [['answered', 'answered'], { spent: [undefined, [answer('x', usage(10, 10))]] }],
    'of a tier': [['answered'], { ends: [{ data: { ...answer('x'), service_tier: 'flex' }, duration: 1 }] }],
    'as columns': [['JSON'], {}, { isJson: true, spread: true }],
    'with stops': [['answered'], {}, { stops: ['n'] }],
  };
  const lines = Object.entries(runs).map(([name, [names, more, reading]]) => {
    const told: string[] = [];
    const ended: RowsEnd = { ends: names.flatMap(one => ends[one] ?? []), read, fingerprints: [], spent: [], ...more };
    const rows = ended.ends.map((_, index) => ({ a: index }));
    try {
      const { raw, ...outcome } = toBulkOutcome(
        ended,
        rows,
        { isJson: false, stops: [], ...reading },
        (parameter, reason) => void told.push(`${parameter}: ${reason}`)
      );
      return `${name}: ${show(outcome)} ${show(told)} ${show(Array.isArray(raw) && raw.length)} raw`;
    } catch (error) {
      return `${name}: throws ${error instanceof BrokenResponse ? show([error.message, error.text]) : String(error)}`;
    }
  });
  expect(new Page(lines)).toMatchSnapshot();
});

const base = { model: 'm', rows: [{ a: 1 }, { a: 2 }], prompt: 'Metal [[a]]' };
const long = 'x'.repeat(100);

it('what is sent for rows', () => {
  const given: Record<string, [object, string?, Partial<Context>?]> = {
    plain: [base],
    'a long prompt': [{ ...base, prompt: long }],
    'a long prompt and a short limit': [{ ...base, prompt: long, max_tokens: 10 }],
    'a long prompt and a long limit': [{ ...base, prompt: long, max_tokens: 1000 }],
    'two long prompts': [{ ...base, prompt: long, system_prompt: `${long}x` }],
    'a stated number at a time': [{ ...base, concurrency: 7 }],
    'a stated number at a time, with files': [{ ...base, concurrency: 70, files: '[[a]]' }],
    images: [{ ...base, images: '[[a]]' }],
    files: [{ ...base, files: '[[a]]' }],
    'columns of texts': [{ ...base, spread: true }],
    'columns of fields': [{ ...base, spread: true, output_fields: 'metal' }],
    'a repair of texts': [{ ...base, repair: 1 }],
    'a repair of fields': [{ ...base, repair: 2, output_fields: 'metal' }],
    'the same for all': [{ ...base, prompt: 'Metal', system_prompt: 'As' }],
    'more parameters': [base, 'm', { extra_parameters: { seed: 1 } }],
    'stops that the model supports': [{ ...base, stop_sequence: 'x' }],
    'stops that it does not': [{ ...base, stop_sequence: 'x' }, 'm', { unsupported: new Set(['stop_sequence']) }],
  };
  const lines = Object.entries(given).map(([name, [options, model, more]]) => {
    const { context, told } = createContext(model, more);
    const { plan, toBody, countTokens, repairs, describe, fileRules, ...rest } = rowChats.build(options, context);
    const rows = plan.due.map(index => plan.read(index)).filter((row): row is ReadRow => 'texts' in row);
    const bodies = rows.map(row => show(toBody(row, { images: [], files: [] }))).join(' ');
    const { stops, isJson, spread } = rowChats.read(options, context);
    const rules = [fileRules.operation, fileRules.model.id, Object.keys(fileRules.options).join(' ')].join(', ');
    const told2 = show({
      ...rest,
      tokens: rows.map(countTokens),
      mayReject: repairs().mayReject,
      stops,
      isJson,
      spread,
    });
    return `${name}: ${told2} ${bodies} ${rules} ${describe({ sent: false }, { read, fingerprints: [], spent: [] }, 1) ? show(describe({ sent: false }, { read, fingerprints: [], spent: [] }, 1)) : ''} ${show(told)}`;
  });
  expect(new Page(lines)).toMatchSnapshot();
});

it('answers that are sent back', () => {
  const request = { model: 'm', messages: [{ role: 'user' as const, content: 'Metal?' }], max_tokens: 10 };
  const answers = ['{"metal":"zinc"}', '{"tin":1}', 'zinc', '', null].map(content => answer(content));
  const lines: string[] = [];
  for (const repair of [0, 1, 2]) {
    const options = { repair, output_fields: 'metal' };
    const { context } = createContext();
    const repairs = new RowRepairs(options, rowChats.read({ ...base, ...options }, context));
    for (const [at, one] of answers.entries()) {
      const rejected = [1, 2, 3].map(() => repairs.rejects(at, repairs.take(at) ?? request, one));
      const [last] = repairs.take(at)?.messages.slice(-1) ?? [];
      const count = repairs.spent[at]?.length;
      const sentBack = [{ data: one, duration: 0 }, { data: { ...one }, duration: 0 }, { sent: true }].map(end =>
        repairs.hasSentBack(at, end)
      );
      lines.push(
        `${repair} of ${show(one.choices)}: ${rejected} ${count} spent, ${sentBack}, ${show(last)}, takes back ${repairs.takeBack(at) === one} ${repairs.spent[at]?.length}`
      );
    }
    const more = [...withRepairs(request, options)].map(body =>
      body.messages.map(({ content }) => String(content).length)
    );
    lines.push(`${repair}, ${repairs.mayReject}: ${show(more)}`);
  }
  lines.push(show([...withRepairs(request, { repair: 2 })].length));
  expect(new Page(lines)).toMatchSnapshot();
});

it('failures of one row, and of all', () => {
  const kinds = ['api', 'network', 'response', 'timeout', 'cancelled', 'internal'] as const;
  const given: Failure[] = [
    ...kinds.map((kind): Failure => ({ kind, reason: 'No' })),
    ...[400, 401, 403, 404, 408, 409, 413, 422, 429, 500, 502, 503].map(
      (status): Failure => ({ kind: 'api', reason: 'No', status })
    ),
    { kind: 'api', reason: 'No', status: 429, code: 'insufficient_quota' },
    { kind: 'api', reason: 'No', status: 404, code: 'model_not_found' },
    { kind: 'api', reason: 'Your organization must be verified', status: 403 },
    { kind: 'network', reason: 'No', unsent: true },
    { kind: 'network', reason: 'No', unsent: false, code: 'ECONNRESET' },
  ];
  const lines = given.map(
    failure =>
      `${show(failure)}: ${failsAll(failure) ? 'all' : 'one'} ${show(toRowError(failure))} ${describeStop(failure).hint}`
  );
  expect(new Page(lines)).toMatchSnapshot();
});

it('what a host hears of each row', async () => {
  const contents = ['{"metal":"zinc"}', '{"tin":1}', '{"metal":"tin"}', '!400', '{"metal":"lead"}'];
  let at = 0;
  const sent: object[] = [];
  const client: object = {
    chat: {
      completions: {
        create: (body: object) => {
          sent.push(body);
          const content = contents[at] ?? '';
          at += 1;
          const failing = new ApiError(
            400,
            new Headers(),
            '{"error":{"message":"No: a secret row of Metal, with a seed of its own"}}',
            'text',
            true
          );
          const withResponse = async () => {
            if (content.startsWith('!')) throw failing;
            return { data: answer(content), response: new Response('') };
          };
          return { withResponse };
        },
      },
    },
  };
  const events: object[] = [];
  const call: object = {
    signal: new AbortController().signal,
    connection,
    dry_run: false,
    lighten: (body: object, send: (body: object) => unknown) => send(body),
    read,
    readAnswer: read,
    remaining: () => 60_000,
    report: (event: object) => events.push(event),
  };
  const { context } = createContext('m', { extra_parameters: { note: 'a seed of its own' } });
  const options = {
    ...base,
    output_fields: 'metal',
    repair: 1,
    concurrency: 1,
    fingerprint_field: 'f',
    prompt: 'Metal [[a]]',
  };
  const { plan } = rowChats.build({ ...options, rows: [{ a: 9 }] }, context);
  const row = plan.read(0);
  const rows = [
    { a: 9, f: 'fingerprint' in row ? row.fingerprint() : '' },
    { a: 1 },
    { a: 2 },
    { b: 3 },
    { a: 'a secret row' },
    { a: 5 },
  ];
  const chats: RowChats = rowChats.build({ ...options, rows }, context);
  const told = await sendRows(client as OpenAI, chats, call as Call);
  const { read: _, ...ended } = told;
  const last = show(ended).replace(/"duration":[\d.]+/g, '"duration":…');
  expect(new Page([...events.map(show), ...sent.map(show), last])).toMatchSnapshot();
  const none = rowChats.build({ ...options, rows: [{ b: 1 }, { b: 2 }] }, context);
  await expect(sendRows(client as OpenAI, none, call as Call)).rejects.toMatchObject({
    message: 'Could not complete the chats',
    data: {
      problems: [
        { field: 'rows[0]' },
        { field: 'rows[1]', message: expect.stringContaining('rows[1]: The request was not sent') },
      ],
    },
  });
});
