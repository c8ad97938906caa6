import standaloneCode from 'ajv/dist/standalone';
import { families, lookUpModel, models } from '../plugins/openai/lib/catalogue/models';
import { connectionChecks } from '../plugins/openai/lib/connection/connection';
import { createAjv, limitErrors } from '../plugins/openai/lib/options/ajv';
import { type Checks, isEmpty, toSchema } from '../plugins/openai/lib/options/checker';
import { limitsFor } from '../plugins/openai/lib/options/limits';
import { operations } from '../plugins/openai/lib/registry';
import { imageToolChecks, imageToolLimits } from '../plugins/openai/lib/responses/image-tool';
import { checksOf } from '../plugins/openai/lib/run/check-options';

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

/** Code of every validator a query can need, as a module that exports them by the `$id` of their schema. */
export function writePrecompiled(): string {
  const ajv = createAjv({ code: { source: true } });
  const table: string[] = [];
  // Most models differ in nothing for most operations: what is the same is written once.
  const written = new Map<string, string>();
  for (const checks of listChecks()) {
    const { $id, ...schema } = toSchema({ ...checks, options: leaveShown(checks.options) });
    const content = JSON.stringify(schema);
    const name = written.get(content) ?? `v${written.size}`;
    if (!written.has(content)) ajv.addSchema({ $id: name, ...schema });
    written.set(content, name);
    table.push(`${JSON.stringify($id)}: exports.${name}`);
  }
  const names = [...written.values()];
  const code = standaloneCode(ajv, Object.fromEntries(names.map(name => [name, name])));
  return `${limitErrors(code)}\nexports.precompiled = { ${table.join(', ')} };`;
}

function leaveShown(options: Checks['options']): Checks['options'] {
  const leave = (option: object) =>
    Object.fromEntries(Object.entries(option).filter(([name]) => !SHOWN.includes(name)));
  return Object.fromEntries(Object.entries(options).map(([name, option]) => [name, leave(option)]));
}

/** The checks of the connection, of every operation, and of every model for each: also a wrong choice is looked at. */
function listChecks(): Checks[] {
  const unlisted = Object.entries(families).map(([familyName, family]) => ({ id: '', familyName, family }));
  const known = [...models.map(model => lookUpModel(model.id)), ...unlisted, lookUpModel('')];
  const found = [connectionChecks, imageToolChecks, ...known.map(knowledge => imageToolLimits(knowledge).checks)];
  for (const [id, operation] of operations) {
    found.push(checksOf(id, operation));
    const names = Object.keys(operation.options);
    if (operation.needs) found.push(...known.map(knowledge => limitsFor(knowledge, id, names).checks));
    else found.push(limitsFor(lookUpModel(''), id, names).checks);
  }
  const all = new Map(found.filter(checks => !isEmpty(checks)).map(checks => [checks.id, checks]));
  return [...all.values()];
}
