import standaloneCode from 'ajv/dist/standalone';
import { families, lookUpModel, models, serves } from '../plugins/openai/lib/catalogue';
import { connectionChecks } from '../plugins/openai/lib/connection/connection';
import { createAjv } from '../plugins/openai/lib/query/ajv';
import { type Checks, toSchema } from '../plugins/openai/lib/query/checker';
import { limitsFor } from '../plugins/openai/lib/query/limits';
import { checksOf } from '../plugins/openai/lib/query/prepare';
import { operations } from '../plugins/openai/lib/registry';

/** Code of every validator a query can need, as a module that exports them by the `$id` of their schema. */
export function writePrecompiled(): string {
  const ajv = createAjv({ code: { source: true } });
  const exported: Record<string, string> = {};
  for (const checks of listChecks()) {
    ajv.addSchema(toSchema(checks));
    exported[checks.id] = checks.id;
  }
  const code = standaloneCode(ajv, Object.fromEntries(Object.keys(exported).map((id, index) => [`v${index}`, id])));
  const table = Object.keys(exported).map((id, index) => `${JSON.stringify(id)}: exports.v${index}`);
  return `${code}\nexports.precompiled = { ${table.join(', ')} };`;
}

/** The checks of the connection, of every operation, and of every model for the operations it serves. */
function listChecks(): Checks[] {
  const unlisted = Object.entries(families).map(([familyName, family]) => ({ id: '', familyName, family }));
  const found = [connectionChecks];
  for (const [id, operation] of operations) {
    found.push(checksOf(id, operation));
    const { needs } = operation;
    if (!needs) continue;
    const known = [
      ...models.filter(model => serves(model, needs)).map(model => lookUpModel(model.id)),
      ...unlisted,
      lookUpModel(''),
    ];
    const names = Object.keys(operation.options);
    found.push(...known.map(knowledge => limitsFor(knowledge, id, names).checks));
  }
  return [...new Map(found.map(checks => [checks.id, checks])).values()];
}
