const denyVm = `globalThis.require = (given => name => {
  if (name === 'vm' || name === 'node:vm') throw new Error('This host does not give out ' + name);
  return given(name);
})(require);`;

/** The same bundle for a host that shows plugins no `process`; only its own context loses it. */
export const withoutProcess = (code: string): string => `delete globalThis.process;\n${code}`;

/** The same bundle for a host whose plugins cannot load `vm`. */
export const withoutVm = (code: string): string => `${denyVm}\n${code}`;
