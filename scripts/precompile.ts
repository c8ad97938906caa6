import type Ajv from 'ajv';
import standaloneCode from 'ajv/dist/standalone';
import { transform } from 'esbuild';
import { allFamilies, allModels, lookUpModel } from '../plugins/openai/lib/catalogue/models';
import { connectionChecks } from '../plugins/openai/lib/connection/connection';
import { createAjv, limitErrors } from '../plugins/openai/lib/options/ajv';
import { type Checks, isEmpty, toSchema } from '../plugins/openai/lib/options/checker';
import { limitsFor } from '../plugins/openai/lib/options/limits';
import { allOperations } from '../plugins/openai/lib/registry';
import { imageToolChecks, imageToolLimits } from '../plugins/openai/lib/responses/image-tool';
import { checksOf } from '../plugins/openai/lib/run/check-options';
import type { Part } from './shell';

/** What a form shows of an option; no check looks at it. */
const SHOWN = [
  'title',
  'description',
  'examples',
  'labels',
  'default',
  'accepts',
  'escapes',
  'long',
  'trim',
  'vision',
  'files',
  'stored',
  'dropDown',
  'on',
  'tall',
];

/** Validators of these are in the body, since a chat needs them. */
const OF_CHAT = /^(?:connection|chat)(?:\/|$)/;

/** The name of the others' part of the bundle. */
export const VALIDATORS = 'validators';

/** What validators require. */
const REQUIRED = ['ajv/dist/runtime/ucs2length', '../catalogue/image-size'];

/** Names of validators by the `$id` of their schema, and their code by name. */
interface Validators {
  names: Record<string, string>;
  texts: Record<string, string>;
}

/**
 * A module that finds every validator a query can need, those that it finds at once, and the part that holds the others.
 * Their code is text: all were half of the bundle's code, and a query needs three.
 */
export async function writePrecompiled(): Promise<{ module: string; ofChat: Record<string, string>; others: Part }> {
  const ajv = createAjv({ code: { source: true } });
  // Most models differ in nothing for most operations: what is the same is written once.
  const written = new Map<string, string>();
  const ofChat: Validators = { names: {}, texts: {} };
  const others: Validators = { names: {}, texts: {} };
  for (const checks of listChecks()) {
    const { $id, ...schema } = toSchema({ ...checks, options: leaveShown(checks.options) });
    const content = JSON.stringify(schema);
    const name = written.get(content) ?? `v${written.size}`;
    if (!written.has(content)) ajv.addSchema({ $id: name, ...schema });
    written.set(content, name);
    const { names, texts } = OF_CHAT.test(String($id)) ? ofChat : others;
    names[String($id)] = name;
    texts[name] ??= await writeOne(ajv, name);
  }
  const { names, texts } = others;
  return {
    module: findIn(ofChat),
    ofChat: ofChat.texts,
    others: { code: `module.exports=${JSON.stringify(names)}`, texts },
  };
}

const findIn = ({ names }: Validators) => `
const ofChat = ${JSON.stringify(names)};
const required = { ${REQUIRED.map(name => `${JSON.stringify(name)}: require(${JSON.stringify(name)})`).join(', ')} };
const found = new Map();
exports.findPrecompiled = id => {
  const names = Object.hasOwn(ofChat, id) ? ofChat : loadPart(${JSON.stringify(VALIDATORS)});
  if (!Object.hasOwn(names, id)) return undefined;
  const name = names[id];
  if (!found.has(name)) found.set(name, evaluate(texts[name], 'validator-' + name + '.js', path => required[path]).exports);
  return found.get(name);
};`;

async function writeOne(ajv: Ajv, name: string): Promise<string> {
  const validate = ajv.getSchema(name);
  if (!validate) throw new Error(`There is no schema ${name}`);
  const code = `(() => {${limitErrors(standaloneCode(ajv, validate))}})();`;
  const other = [...code.matchAll(/require\("([^"]+)"\)/g)].find(([, path = '']) => !REQUIRED.includes(path));
  if (other) throw new Error(`A validator has ${other[0]}, which REQUIRED lacks`);
  return (await transform(code, { minify: true, charset: 'ascii', target: 'node20' })).code;
}

function leaveShown(options: Checks['options']): Checks['options'] {
  const leave = (option: object) =>
    Object.fromEntries(Object.entries(option).filter(([name]) => !SHOWN.includes(name)));
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, leave(option)]));
}

/** The checks of the connection, of every operation, and of every model for each: also a wrong choice is looked at. */
function listChecks(): Checks[] {
  const unlisted = [...allFamilies()].map(([familyName, family]) => ({ id: '', familyName, family }));
  const known = [...allModels().map(model => lookUpModel(model.id)), ...unlisted, lookUpModel('')];
  const found = [connectionChecks, imageToolChecks, ...known.map(knowledge => imageToolLimits(knowledge).checks)];
  for (const [id, operation] of allOperations()) {
    found.push(checksOf(id, operation));
    const names = Object.keys(operation.options);
    if (operation.needs) found.push(...known.map(knowledge => limitsFor(knowledge, id, names).checks));
    else found.push(limitsFor(lookUpModel(''), id, names).checks);
  }
  const all = new Map(found.filter(checks => !isEmpty(checks)).map(checks => [checks.id, checks]));
  return [...all.values()];
}
