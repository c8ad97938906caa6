const { createHash } = require('node:crypto');
const { join, relative } = require('node:path');
const entries = require('./entries.json');

const root = join(__dirname, '../../..');

/** Gives a test what its worker has loaded, by Node's own `require`, in the place of the file that it names. */
module.exports = {
  // What a test loads depends on the entries, not on the file.
  getCacheKey(_, path) {
    return createHash('sha1')
      .update(JSON.stringify([path, entries, module.exports.process.toString()]))
      .digest('hex');
  },
  process(_, path) {
    const bundle = entries[relative(root, path).replaceAll('\\', '/')];
    const loaded = JSON.stringify(bundle ? join(root, bundle) : path);
    return {
      code: `module.exports = require('node:vm').runInThisContext('process.mainModule').require(${loaded});`,
    };
  },
};
