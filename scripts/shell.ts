import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';
import type { Bundle } from './bundle';

/**
 * Wraps a CommonJS bundle so that a host that evaluates its text for every query evaluates the code once in a process.
 * The shell keeps the module on `process` under a name with the body's hash, so a new build takes effect at once. The
 * body runs in the host's main realm, where `instanceof` and fetch's errors are those that libraries expect. Without
 * `process` or `vm` it runs in place. The parts that it needs later are unpacked when it asks for them.
 */
export function writeShell(name: string, { code, parts }: Pick<Bundle, 'code' | 'parts'>): string {
  const hash = createHash('sha256')
    .update(JSON.stringify([code, parts]))
    .digest('hex')
    .slice(0, 16);
  const packed = Object.entries({ ...parts, '': code }).map(([part, text]) => `${part}:${pack(text)};`);
  // The host parses this file for every query, and V8 skips a comment: as a string, it took half of a later load.
  return `(function (host, key, kept, loaded) {
  function packed() { /*;${packed.join('')}*/ }
  function evaluate(code, name, load, module, body, run) {
    module = { exports: {} };
    body = "(function(module,exports,require,loadPart,evaluate){" + code + "\\n})";
    try { run = host && require("vm").runInThisContext(body, { filename: name }); } catch (error) { if (error && error.name === "SyntaxError") throw error; }
    (run || (0, eval)(body))(module, module.exports, load, loadPart, evaluate);
    return module;
  }
  function loadPart(part) {
    loaded[part] = loaded[part] || evaluate(require("zlib").brotliDecompressSync(Buffer.from(String(packed).split(";" + part + ":")[1].split(";")[0], "base64")).toString("latin1"), "${name}.${hash}" + (part && "." + part) + ".js", require);
    return loaded[part].exports;
  }
  kept = host && host[key];
  if (!kept) {
    loaded = {};
    loadPart("");
    kept = loaded[""];
    host && Reflect.defineProperty(host, key, { value: kept });
  }
  module.exports = kept.exports;
})(typeof process === "object" && process, Symbol.for("${name}.${hash}"));
`;
}

/** Code is written in ASCII. */
function pack(code: string): string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: code.length };
  return brotliCompressSync(Buffer.from(code, 'latin1'), { params }).toString('base64');
}
