import type Ajv from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';
import type { Rule, Schema } from '../catalogue/models';
import { createAjv } from './ajv';
import { withoutAllOpenLists } from './open-lists';
import { findPrecompiled } from './precompiled';

/** The options to check, each as JSON Schema, and the rules between them. Equal ids mean equal checks. */
export interface Checks {
  id: string;
  required: string[];
  options: Record<string, Schema>;
  rules: Rule[];
}

/** The checks as one JSON Schema. */
export function toSchema({ id, required, options, rules }: Checks): Schema {
  return {
    $id: id,
    required,
    properties: withoutAllOpenLists(options),
    allOf: rules.map(rule => ({ if: rule.if, then: rule.then })),
  };
}

/** True for most models, whose limits are those of the operation. */
export function isEmpty({ required, options, rules }: Checks): boolean {
  return required.length + rules.length === 0 && Object.keys(options).length === 0;
}

let ajv: Ajv | undefined;
const compiledChecks = new Map<string, ValidateFunction>();

/** The errors that ajv finds. Schemas that were not compiled at build time are compiled once in a process. */
export function findErrors(checks: Checks, values: object): ErrorObject[] {
  if (isEmpty(checks)) return [];
  const validate = findPrecompiled(checks.id) ?? compiledChecks.get(checks.id) ?? compile(checks);
  return validate(values) ? [] : (validate.errors ?? []);
}

function compile(checks: Checks): ValidateFunction {
  ajv ??= createAjv();
  const validate = ajv.compile(toSchema(checks));
  compiledChecks.set(checks.id, validate);
  return validate;
}
