import { brotliCompressSync, deflateSync, gzipSync } from 'node:zlib';
import { change, type Fault, type GoodResponse, type Wire, write } from './fault';

/** They hand on whatever a 2xx holds: bytes of any kind, JSON of any kind. */
const BYTES = ['file.download', 'speech', 'api_request', 'batch.results'];
const none = { repeats: 'none' } as const;

const give = (make: (good: GoodResponse) => Buffer) => (wire: Wire) => void wire.socket.end(make(wire.good));
const framed = (make: (length: number) => string) => give(good => write(good, make(good.body.length)));
const encoded = (encoding: string, encode: (body: Buffer) => Buffer) =>
  give(good => write(change(good, encode(good.body), { 'content-encoding': encoding })));
const instead = (body: string, type = 'application/json') =>
  give(good => write(change({ ...good, status: 200 }, body, { 'content-type': type })));

const chunked = ({ body }: GoodResponse, end = '0\r\n\r\n'): Buffer =>
  Buffer.concat([Buffer.from(`${body.length.toString(16)}\r\n`), body, Buffer.from(`\r\n${end}`)]);
const inChunks = (make: (good: GoodResponse) => Buffer) =>
  give(good => {
    const head = write({ ...good, body: Buffer.alloc(0) }, 'transfer-encoding: chunked');
    return Buffer.concat([head, make(good)]);
  });

/** A few hundred kilobytes that unpack to 600 MB. */
let packed: Buffer | undefined;
const bomb = (): Buffer => {
  packed ??= Buffer.concat(Array<Buffer>(60).fill(gzipSync(Buffer.alloc(10_000_000, 0x20), { level: 9 })));
  return packed;
};

/** Lengths and encodings that are right, wrong or hostile. */
export const framingFaults: Fault[] = [
  { name: 'chunked', spoil: inChunks(good => chunked(good)), ends: 'well', ...none },
  { name: 'without a length, up to the end', spoil: framed(() => ''), ends: 'well', ...none },
  { name: 'gzip', spoil: encoded('gzip', gzipSync), ends: 'well', ...none },
  { name: 'deflate', spoil: encoded('deflate', deflateSync), ends: 'well', ...none },
  { name: 'brotli', spoil: encoded('br', brotliCompressSync), ends: 'well', ...none },
  {
    name: 'chunked, without its last chunk',
    spoil: inChunks(good => chunked(good, '')),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'chunks of no size',
    spoil: inChunks(() => Buffer.from('zinc\r\n{}\r\n')),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'a length that is too large',
    spoil: framed(length => `content-length: ${length + 7}`),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'a length that is too small',
    spoil: framed(length => `content-length: ${Math.max(0, length - 7)}`),
    ends: ['network', 'server'],
    passes: BYTES,
    ...none,
  },
  { name: 'a negative length', spoil: framed(() => 'content-length: -1'), ends: ['network', 'server'], ...none },
  {
    name: 'a length that is no number',
    spoil: framed(() => 'content-length: zinc'),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'two lengths',
    spoil: framed(length => `content-length: ${length}\r\ncontent-length: 1`),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'a header without end',
    spoil: framed(() => `x-long: ${'a'.repeat(200_000)}`),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'gzip that is none',
    spoil: encoded('gzip', () => Buffer.from('This is no gzip at all')),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'gzip that breaks off',
    spoil: encoded('gzip', body => gzipSync(body).subarray(0, -9)),
    ends: ['network', 'server'],
    ...none,
  },
  {
    name: 'an encoding that nobody knows',
    spoil: encoded('zinc', body => body),
    ends: ['network', 'server'],
    passes: ['*'],
    ...none,
  },
  {
    name: 'gzip that unpacks to 600 MB',
    isDear: true,
    spoil: encoded('gzip', bomb),
    ends: ['invalid_request', 'server'],
    ...none,
  },
  {
    name: 'no HTTP',
    spoil: ({ socket }) => void socket.end('SSH-2.0-OpenSSH_9.2\r\n'),
    ends: ['network', 'server'],
    ...none,
  },
];

/** Bodies that are no answer, under a status of success. */
export const bodyFaults: Fault[] = [
  {
    name: 'a web page',
    spoil: instead('<!doctype html><title>Sign in</title>', 'text/html'),
    ends: ['server'],
    passes: BYTES,
    ...none,
  },
  { name: 'nothing', spoil: instead(''), ends: ['server'], passes: BYTES, ...none },
  { name: 'null', spoil: instead('null'), ends: ['server'], passes: BYTES, ...none },
  { name: 'a list', spoil: instead('[]'), ends: ['server'], passes: BYTES, ...none },
  { name: 'an empty object', spoil: instead('{}'), ends: ['server'], passes: BYTES, ...none },
  { name: 'JSON that breaks off', spoil: instead('{"id":"x","ob'), ends: ['server'], passes: BYTES, ...none },
  { name: 'words', spoil: instead('upstream connect error', 'text/plain'), ends: ['server'], passes: BYTES, ...none },
  {
    name: 'an error inside a 200',
    spoil: instead('{"error":{"message":"Out of coffee","code":"no_coffee"}}'),
    ends: ['server', 'invalid_request'],
    passes: BYTES,
    ...none,
  },
  {
    name: 'deep JSON',
    spoil: instead(`${'[['.repeat(50_000)}${']]'.repeat(50_000)}`),
    ends: ['server'],
    passes: BYTES,
    ...none,
  },
  {
    name: '204',
    spoil: give(good => write({ ...good, status: 204, body: Buffer.alloc(0) }, '')),
    ends: ['server'],
    passes: BYTES,
    ...none,
  },
];
