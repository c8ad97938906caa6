import { createContext, Script } from 'node:vm';
import { type PluginClass, readDefaultExport } from './plugin-service';

/** A fixed name, so that V8 finds the text it has compiled before. */
const filename = 'plugin.js';

/**
 * Loads a bundle as ToolJet does today: its text runs in a new context for every query, so nothing a module keeps
 * survives. The context is a realm of its own, with its own `Object`, `Array` and `Date`, and with no more of the
 * host's globals than are named here; `DOMException` and most stream classes are missing.
 */
export function loadInContext(code: string): PluginClass {
  const module = { exports: {} };
  const context = createContext({
    ...global,
    ...namedGlobals(),
    module,
    exports: module.exports,
    require,
    __dirname: process.cwd(),
    __filename,
  });
  new Script(code, { filename }).runInContext(context);
  return readDefaultExport(module.exports);
}

/** The globals that ToolJet hands to a plugin by name; most are not enumerable, so a spread misses them. */
function namedGlobals(): Record<string, unknown> {
  return {
    process,
    Buffer,
    console,
    global,
    ...{ setTimeout, clearTimeout, setInterval, clearInterval, setImmediate, clearImmediate, queueMicrotask },
    ...{ TextEncoder, TextDecoder, atob, btoa, URL, URLSearchParams },
    ...{ fetch, Headers, Request, Response, FormData, Blob, File, crypto },
    ...{ ReadableStream, WritableStream, TransformStream },
    ...{ performance, Event, EventTarget, AbortController, AbortSignal, structuredClone, WebAssembly, Intl, Promise },
    ...{ Int8Array, Uint8Array, Uint8ClampedArray, Int16Array, Uint16Array, Int32Array, Uint32Array },
    ...{ Float32Array, Float64Array, BigInt64Array, BigUint64Array, ArrayBuffer, DataView },
    ...{ Map, Set, WeakMap, WeakSet },
    ...{ Error, EvalError, RangeError, ReferenceError, SyntaxError, TypeError, URIError },
    ...{ JSON, Math, Reflect, Proxy },
    ...{ parseInt, parseFloat, isNaN, isFinite },
    ...{ encodeURI, encodeURIComponent, decodeURI, decodeURIComponent },
  };
}
