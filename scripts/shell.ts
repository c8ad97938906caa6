import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';

/**
 * Wraps a CommonJS bundle so that a host that evaluates its text for every query evaluates the code once in a process.
 * The shell keeps the module on `process` under a name with the body's hash, so a new build takes effect at once. The
 * body runs in the host's main realm, where `instanceof` and fetch's errors are those that libraries expect. Without
 * `process` or `vm` it runs in place.
 */
export function writeShell(name: string, body: string): string {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 16);
  const packed = brotliCompressSync(body, {
    params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: body.length },
  }).toString('base64');
  // A string literal is only scanned when the host parses the file; code would be parsed for every query.
  return `(function (host, key, kept, run, body) {
  kept = host && host[key];
  if (!kept) {
    kept = { exports: {} };
    body = "(function(module,exports,require){" + require("zlib").brotliDecompressSync(Buffer.from("${packed}", "base64")) + "\\n})";
    try { run = host && require("vm").runInThisContext(body, { filename: "${name}.${hash}.js" }); } catch (error) { if (error && error.name === "SyntaxError") throw error; }
    (run || (0, eval)(body))(kept, kept.exports, require);
    host && Reflect.defineProperty(host, key, { value: kept });
  }
  module.exports = kept.exports;
})(typeof process === "object" && process, Symbol.for("${name}.${hash}"));
`;
}
