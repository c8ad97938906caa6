import { pipeline, type Readable, type Transform } from 'node:stream';
import * as zlib from 'node:zlib';

/** Each piece waits for a turn of the host's event loop, and Node's own are of 16 KB. */
const IN_LARGE_PIECES = { chunkSize: 131_072 };

/** What some servers and gateways send although nobody asks for it; a map, since names come from the server. */
const DECODERS = new Map<string, () => Transform & zlib.Zlib>([
  ['gzip', () => zlib.createGunzip(IN_LARGE_PIECES)],
  ['x-gzip', () => zlib.createGunzip(IN_LARGE_PIECES)],
  ['deflate', () => zlib.createInflate(IN_LARGE_PIECES)],
  ['br', () => zlib.createBrotliDecompress(IN_LARGE_PIECES)],
]);

/** With these a header says that nothing was done to the body. */
const PLAIN = ['', 'identity'];

/** More than anybody needs: a header has room for thousands, which would block the host for seconds. */
const MOST_CODINGS = 3;

/** Too many count as one that is unknown. */
function listCodings(stated: string): string[] {
  const codings = stated
    .toLowerCase()
    .split(',')
    .map(name => name.trim())
    .filter(name => !PLAIN.includes(name));
  return codings.length > MOST_CODINGS ? [codings.join(', ')] : codings;
}

/** The first compression that a header states and nobody here can undo. */
export const findUnknownCoding = (stated = ''): string | undefined =>
  listCodings(stated).find(name => !DECODERS.has(name));

/**
 * The body as it was before it was compressed; an unknown compression is left to whoever reads it.
 *
 * @param stated The header `content-encoding`.
 */
export function decompress(source: Readable, stated = ''): Readable {
  let body = source;
  for (const create of listCodings(stated)
    .map(name => DECODERS.get(name))
    .reverse()) {
    if (!create) return body;
    // Its errors are those of the stream that is read; a cut body is one.
    body = pipeline(body, allowEmpty(create()), () => undefined);
  }
  return body;
}

/** A body without a byte has not been compressed, whatever its header says; it is no cut one. */
function allowEmpty(decoder: Transform & zlib.Zlib): Transform {
  const flush = decoder._flush.bind(decoder);
  decoder._flush = callback => (decoder.bytesWritten === 0 ? callback() : flush(callback));
  return decoder;
}
