import { type Fault, type Wire, write } from './fault';

/** The category that a builder may expect of a status, where the body says no more. */
const categories: [category: string, ...statuses: number[]][] = [
  ['invalid_request', 400, 405, 406, 410, 411, 413, 414, 415, 416, 417, 418, 422, 423, 424, 425, 426, 428, 431, 451],
  ['authentication', 401],
  ['quota', 402],
  ['permission', 403],
  ['invalid_request', 404],
  ['timeout', 408],
  ['server', 409, 421],
  ['rate_limit', 429],
  ['server', 500, 501, 502, 503, 504, 505, 506, 507, 508, 509, 510, 511],
  ['server', 520, 521, 522, 523, 524, 525, 526, 527, 529, 530, 598, 599],
];

/** A page with one of these is from what stands before the API: a proxy, a firewall, a login. */
const FROM_A_GATE = [400, 401, 403];

const after: [string, Record<string, string>][] = [
  ['', {}],
  ['retry-after-ms: 1', { 'retry-after-ms': '1' }],
  ['retry-after: 0', { 'retry-after': '0' }],
  ['retry-after: 3600', { 'retry-after': '3600' }],
  ['a date as retry-after', { 'retry-after': 'Fri, 20 Nov 2026 12:00:00 GMT' }],
  ['retry-after: -5', { 'retry-after': '-5' }],
  ['retry-after: 1e400', { 'retry-after': '1e400' }],
  ['retry-after: zinc', { 'retry-after': 'zinc' }],
  ['x-should-retry: false', { 'x-should-retry': 'false', 'retry-after-ms': '1' }],
  ['x-should-retry: true', { 'x-should-retry': 'true', 'retry-after-ms': '1' }],
];

const own = JSON.stringify({ error: { message: 'No', type: 'some_error', code: null, param: null } });
const page = '<html><title>No</title></html>';

const answer = (status: number, type: string, body: string, headers: object) => (wire: Wire) =>
  void wire.socket.end(
    write({ status, headers: [['content-type', type], ...Object.entries(headers)], body: Buffer.from(body) })
  );

function repeatsOf(status: number, isOwn: boolean, said: string): Fault['repeats'] {
  if (said === 'x-should-retry: true') return 'all';
  if (said === 'x-should-retry: false') return 'none';
  if (status === 429 || status === 421) return 'all';
  return isOwn && (status === 500 || status === 503) ? 'text' : 'none';
}

/** Every status of failure with every word on when to come again, from the API itself and from what stands before it. */
export const statusFaults: Fault[] = categories.flatMap(([category, ...statuses]) =>
  statuses.flatMap(status =>
    after.flatMap(([said, headers]): Fault[] => [
      {
        name: `${status} ${said}`.trim(),
        spoil: answer(status, 'application/json', own, headers),
        ends: [category],
        repeats: repeatsOf(status, true, said),
      },
      {
        name: `${status} as a page ${said}`.trim(),
        spoil: answer(status, 'text/html', page, headers),
        ends: [FROM_A_GATE.includes(status) ? 'network' : category],
        repeats: repeatsOf(status, false, said),
      },
    ])
  )
);

const before = (lines: string) => (wire: Wire) => void wire.socket.end(Buffer.concat([Buffer.from(lines), wire.bytes]));
const hint = 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n';

const redirect = (status: number, location: string) => (wire: Wire) => {
  const target = location.replace('BASE', wire.baseUrl);
  const headers: [string, string][] = location ? [['location', target]] : [];
  wire.socket.end(write({ status, headers, body: Buffer.from('x') }));
};

const targets: [string, string, string[]][] = [
  ['to another server', 'http://127.0.0.2:9/v1/models', ['invalid_request']],
  ['to itself for ever', 'BASE/loop', ['invalid_request', 'server', 'network']],
  ['to a file', 'file:///etc/passwd', ['invalid_request', 'server', 'network']],
  ['to no address', 'http://', ['invalid_request', 'server', 'network']],
  ['to nowhere', '', ['invalid_request', 'server', 'network']],
];

/** What comes before a response, and what sends somewhere else. */
export const detourFaults: Fault[] = [
  { name: '100 before it', spoil: before('HTTP/1.1 100 Continue\r\n\r\n'), ends: 'well', repeats: 'none' },
  { name: '103 before it', spoil: before(hint), ends: 'well', repeats: 'none' },
  { name: 'a hundred times 103 before it', spoil: before(hint.repeat(100)), ends: 'well', repeats: 'none' },
  {
    name: '101',
    spoil: ({ socket }) => void socket.end('HTTP/1.1 101 Switching\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'),
    ends: ['network', 'server', 'invalid_request'],
    repeats: 'none',
  },
  ...[301, 302, 303, 307, 308].flatMap(status =>
    targets.map(
      ([where, location, ends]): Fault => ({
        name: `${status} ${where}`,
        spoil: redirect(status, location),
        ends,
        repeats: 'none',
      })
    )
  ),
  { name: '304', spoil: redirect(304, ''), ends: ['invalid_request', 'server'], repeats: 'none' },
  { name: '300', spoil: redirect(300, ''), ends: ['invalid_request', 'server'], repeats: 'none' },
];
