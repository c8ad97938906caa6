import { readConnection } from '../../plugins/openai/lib/connection/connection';
import { findPathFault } from '../../plugins/openai/lib/transport/api-path';
import { startDeadline } from '../../plugins/openai/lib/transport/deadline';
import { describeStatus, describeStatuses } from '../../plugins/openai/lib/transport/describe-status';
import { toIsoTime } from '../../plugins/openai/lib/transport/iso-time';
import { readCount, readReset } from '../../plugins/openai/lib/transport/rate-limit-values';
import { effectOf } from '../../plugins/openai/lib/transport/request-effect';
import { sendAll } from '../../plugins/openai/lib/transport/send-all';
import { rememberEnds, statedEnds } from '../../plugins/openai/lib/transport/stated-ends';
import { group, Page, plainText, show } from './lines';

/** What requests do, where they may go, when limits reset, and how long there is. */

expect.addSnapshotSerializer(plainText);
afterEach(() => jest.restoreAllMocks());

const connection = readConnection({ apiKey: 'sk-test-0123456789abcdef' }, '2026-11-02');

it('what a request does, by its method, path and body', () => {
  const paths =
    '/chat/completions /completions /embeddings /moderations /responses /responses/a/cancel /batches/b/cancel /batches/cancel /files/a/cancel /x/responses/a/cancel /responses/a/cancel/ /responses/a/b/cancel /files /images/generations /audio/speech';
  const bodies = [
    ...[undefined, null, 7, [], {}, { store: true }, { store: false }, { store: 'true' }],
    ...[['text'], ['text', 'audio'], [], 'audio'].map(modalities => ({ modalities })),
    { conversation: 'c' },
    { conversation: null, background: false },
    { background: true },
    ...[null, [], 'x', {}, [null], [{}]].map(tools => ({ tools })),
    ...['function', 'custom', 'file_search', 'web_search', 'web_search_preview', 'code_interpreter', 'mcp', 'zinc'].map(
      type => ({ tools: [{ type: 'function' }, { type }] })
    ),
  ];
  const told = ['GET', 'HEAD', 'DELETE', 'PUT', 'PATCH', 'POST'].flatMap(method =>
    paths
      .split(' ')
      .map((path): [string, string] => [
        `${method} ${path}`,
        group(bodies.map(body => [show(body), effectOf(method, path, body)])).join('; '),
      ])
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

it('paths that may be asked for', () => {
  const paths =
    '/files files /files/ / // //evil.invalid/x https://a.invalid/x HTTP://a a+b.c-1://x 1a://x a:/x /a//b /a/b// /a?b /a#b /a\\b /. /.. /a/./b /a/../b /... /.a /..; /..;x /..x;y /%2e /%2e%2E/x /%252e%252e /%25252e /a%2fb /a%252fb /a%5cb /a%3fb /a%23b /a%00b /a%0Ab /a%7F /a%C2%85 /a%20b /a%C3%BC /% /%zz /%ff /a%25 /a%2525252525b /%25252525252e /ü /a|b /a"b /{a} /~!$&\'()*+,;=:@ /a_b-c.d';
  const told = [...paths.split(' '), '', '/a b', '/a\tb', '/a\nb'].map((path): [string, string] => [
    JSON.stringify(path),
    findPathFault(path) ?? 'fine',
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('when limits reset, and counts', () => {
  jest.spyOn(Date, 'now').mockReturnValue(Date.parse('2026-11-02T12:00:00Z'));
  const resets = [
    ...'1h2m3s 6m0s 1.5s 12ms 1s500ms 1m500ms 2m 1d 1d1ms 25h 0 0s 1 1.5 86400 86400.001 86401 -1 1.2.3s ms s d 1x 1s1m 999999999 1000000000 1793620801 1793620799 1793707200 1793707201 999999999999 1793620801000 1793620799000 1793707200000 1793707200001 Infinity NaN'.split(
      ' '
    ),
    ...[
      '',
      ' ',
      ' 7s ',
      '7s, 8s',
      ', 8s',
      'zinc',
      '12',
      'Mon, 02 Nov 2026 12:00:10 GMT',
      'Mon, 02 Nov 2026 11:00:00 GMT',
    ],
    ...['2026-11-02T12:01:00Z', '2026-11-03T12:00:00Z', '2026-11-03T12:00:00.001Z', 'zinc 2026 zinc', 'Nov 2'],
  ];
  const counts = ['100', '0', ' 7', '1.5', '1.', '.5', '100, 100;w=60', '-1', '', 'x1', '1e3', '1,000', '100;w=60'];
  const lines = [
    ...group(resets.map(text => [show(text), String(readReset(text))])),
    ...group(counts.map(text => [show(text), String(readCount(text))])),
  ];
  expect(new Page(lines)).toMatchSnapshot();
});

it('states, times, ends of models, and several requests at a time', async () => {
  const states = 'cancelled cancelling completed expired failed in_progress not_yet_there queued toString'.split(' ');
  const lines = states.map(status => `${describeStatus('batch', status)}, ${describeStatuses('2 batches', status)}`);
  const times = [0, 1, -1, 1.5, 1_793_620_800, 8.64e12, 8.64e12 + 1, Number.NaN, '5', null, undefined];
  lines.push(...times.map(time => `${time} is ${toIsoTime(time)}`));
  const ended = (more: object, ends: string[]) => {
    rememberEnds(
      { ...connection, ...more },
      ends.map((shutdown_date, at) => ({ id: `m${at}`, shutdown_date }))
    );
    return [...statedEnds({ ...connection, ...more })].join(' ');
  };
  lines.push(`none yet: ${statedEnds(connection).size}`);
  lines.push(`ends: ${ended({}, ['2026-12-01', '2026-12-1', 'x2026-12-01', '2026-12-01T', '', '2027-01-01'])}`);
  lines.push(`of others: ${statedEnds({ ...connection, apiKey: 'other' }).size}`);
  for (let other = 0; other < 99; other += 1) ended({ projectId: `p${other}` }, ['2026-12-01']);
  lines.push(`after 99 others: ${statedEnds(connection).size}`);
  ended({}, ['2026-12-01']);
  for (let other = 99; other < 101; other += 1) ended({ organizationId: `o${other}` }, ['2026-12-01']);
  lines.push(
    `said again, and after 2 more: ${statedEnds(connection).size}, ${statedEnds({ ...connection, projectId: 'p1' }).size}`
  );
  // Now there are 100 again: what one of them says again replaces what it said, and no other.
  ended({ projectId: 'p50' }, ['2026-12-02']);
  const kept = [...Array(99).keys()].filter(at => statedEnds({ ...connection, projectId: `p${at}` }).size > 0);
  lines.push(`said again by p50: ${kept[0]} to ${kept.at(-1)}, ${kept.length} in all`);
  for (const count of [0, 1, 2, 5, 9]) {
    const log: string[] = [];
    let running = 0;
    const results = await sendAll([...Array(count).keys()], async request => {
      running += 1;
      log.push(`${request}/${running}`);
      for (let turn = 0; turn < 9 - request; turn += 1) await Promise.resolve();
      running -= 1;
      return request * 10;
    });
    lines.push(`${count} requests, each with how many run: ${log.join(' ')} -> ${results.join(' ')}`);
  }
  const sent: number[] = [];
  const failing = sendAll([0, 1, 2], async request => {
    sent.push(request);
    throw new Error('No');
  });
  await expect(failing).rejects.toThrow('No');
  lines.push(`the first fails: ${sent.length} sent`);
  expect(new Page(lines)).toMatchSnapshot();
});

it('deadlines', () => {
  jest.useFakeTimers();
  const lines = [0, 1, 1000, 2 ** 31 - 1, 2 ** 31, 2 ** 32].flatMap(granted =>
    [0, 1, 999, 1000, 1001].map(passed => {
      const caller = new AbortController();
      const deadline = startDeadline(granted, caller.signal);
      jest.advanceTimersByTime(passed);
      const before = `${deadline.remaining()} left, ${deadline.cause()}`;
      caller.abort();
      const after = `${deadline.signal.aborted} ${deadline.cause()}`;
      deadline.end();
      return `${passed} of ${granted} -> ${before}; cancelled: ${after}; timers ${jest.getTimerCount()}`;
    })
  );
  jest.useRealTimers();
  expect(new Page(lines)).toMatchSnapshot();
});
