import type Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Rule, Schema } from '../catalogue/models';
import { createAjv } from './ajv';
import { precompiled } from './precompiled';

/** The options one check looks at, each a JSON Schema, and the rules between them. `id` is unique by content. */
export interface Checks {
  id: string;
  required: string[];
  options: Record<string, Schema>;
  rules: Rule[];
}

/** The checks as one JSON Schema with `$id`. */
export function toSchema({ id, required, options, rules }: Checks): Schema {
  return {
    $id: id,
    type: 'object',
    required,
    properties: options,
    allOf: rules.map(rule => ({ if: rule.if, then: rule.then })),
  };
}

/** Most models add nothing to what an operation asks. */
export function isEmpty({ required, options, rules }: Checks): boolean {
  return required.length + rules.length === 0 && Object.keys(options).length === 0;
}

let ajv: Ajv | undefined;
const compiled = new Map<string, ValidateFunction>();

/** What is wrong with `values`, in ajv's words; a schema is compiled once in a process, or was at build time. */
export function findErrors(checks: Checks, values: object): ErrorObject[] {
  if (isEmpty(checks)) return [];
  const validate = precompiled[checks.id] ?? compiled.get(checks.id) ?? compile(checks);
  return validate(values) ? [] : (validate.errors ?? []);
}

function compile(checks: Checks): ValidateFunction {
  ajv ??= createAjv();
  const validate = ajv.compile(toSchema(checks));
  compiled.set(checks.id, validate);
  return validate;
}
