import { createHash } from 'node:crypto';
import { brotliCompressSync, constants } from 'node:zlib';

/** Code, and texts that it finds in `texts` by their names: V8 need not scan them as a part of the code. */
export interface Part {
  code: string;
  texts?: Record<string, string>;
}

/** What is evaluated first, and what `loadPart` gives when it is asked for, by name. */
export interface Body extends Part {
  parts: Record<string, Part>;
}

/**
 * Wraps a CommonJS bundle so that a host that evaluates its text for every query evaluates the code once in a process.
 * The shell keeps the module on `process` under a name with the body's hash, so a new build takes effect at once. The
 * body runs in the host's main realm, where `instanceof` and fetch's errors are those that libraries expect. Without
 * `process` or `vm` it runs in place. The parts that it needs later are unpacked when it asks for them.
 */
export function writeShell(name: string, { code, texts = {}, parts }: Body): string {
  const all = Object.entries({ ...parts, '': { code, texts } }).map(
    ([part, content]) => [part, join(content)] as const
  );
  const hash = createHash('sha256').update(JSON.stringify(all)).digest('hex').slice(0, 16);
  const packed = all.map(([part, text]) => `${part}:${pack(text)};`);
  // The host parses this file for every query, and V8 skips a comment: as a string, it took half of a later load.
  return `(function (host, key, kept, loaded, texts) {
  function packed() { /*;${packed.join('')}*/ }
  function evaluate(code, name, load, module, body, run) {
    module = { exports: {} };
    body = "(function(module,exports,require,loadPart,evaluate,texts){" + code + "\\n})";
    try { run = host && require("vm").runInThisContext(body, { filename: name }); } catch (error) { if (error && error.name === "SyntaxError") throw error; }
    (run || (0, eval)(body))(module, module.exports, load, loadPart, evaluate, texts);
    return module;
  }
  function unpack(part, pieces) {
    pieces = require("zlib").brotliDecompressSync(Buffer.from(String(packed).split(";" + part + ":")[1].split(";")[0], "base64")).toString("latin1").split("\\0");
    for (var i = 1; i < pieces.length; i += 2) texts[pieces[i]] = pieces[i + 1];
    return pieces[0];
  }
  function loadPart(part) {
    loaded[part] = loaded[part] || evaluate(unpack(part), "${name}.${hash}" + (part && "." + part) + ".js", require);
    return loaded[part].exports;
  }
  kept = host && host[key];
  if (!kept) {
    loaded = {};
    texts = Object.create(null);
    loadPart("");
    kept = loaded[""];
    host && Reflect.defineProperty(host, key, { value: kept });
  }
  module.exports = kept.exports;
})(typeof process === "object" && process, Symbol.for("${name}.${hash}"));
`;
}

/** The code, then the name and the content of each text. */
function join({ code, texts = {} }: Part): string {
  const named = Object.entries(texts).toSorted(([one], [other]) => (one < other ? -1 : 1));
  return [code, ...named.flat()].join('\0').replaceAll(/[^\0-\x7f]/g, escapeCharacter);
}

/** In code it is written so by esbuild; in JSON it means the same. */
const escapeCharacter = (character: string): string => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;

/** In ASCII. */
function pack(text: string): string {
  const params = { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: text.length };
  return brotliCompressSync(Buffer.from(text, 'latin1'), { params }).toString('base64');
}
