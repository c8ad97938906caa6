const vm = require('node:vm');

const compileFunction = vm.compileFunction;

/** By file name: what was compiled of it. */
const scripts = new Map();

/**
 * Compiles the modules that Jest loads for a test file once in a worker instead of once for each test file: a script, unlike
 * a function, can run in the context of each of them. Its functions stay compiled, too.
 *
 * @param source The body of the function.
 * @param parameters The names of its parameters.
 */
function compileOnce(source, parameters, options) {
  const { filename, parsingContext } = options;
  let kept = parsingContext && scripts.get(filename);
  if (!kept || kept.source !== source) {
    // A script that is kept cannot import for the test file that runs, and a test file runs once.
    if (!parsingContext || filename.endsWith('.test.ts') || source.includes('import(')) {
      return compileFunction(source, parameters, options);
    }
    const head = `(function (${parameters.join(', ')}) {`;
    kept = { source, script: new vm.Script(`${head}${source}\n})`, { filename, columnOffset: -head.length }) };
    scripts.set(filename, kept);
  }
  return kept.script.runInContext(parsingContext);
}

/** Lets Jest's runtime compile so in this process. */
exports.keepScripts = () => {
  vm.compileFunction = compileOnce;
};
