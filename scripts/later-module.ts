/**
 * A module that reads every export when it is used, from what is loaded then.
 *
 * @param source An expression for the exports.
 */
export function writeLaterModule(names: string[], source: string): string {
  const getters = names.map(name => `get ${name}() { return ${source}.${name}; }`);
  return `module.exports = { __esModule: true, ${getters.join(', ')} };`;
}
