import type { Schema } from '../catalogue/models';
import { FieldFault } from './field-scanner';
import { nearestType, oneOfValues, readTypeName, TYPES_IN_WORDS } from './field-types';

/** A part of a type: one that is known, or words between bars, which may be a type or a value. */
export type Branch = { schema: Schema } | Words;

interface Words {
  value: string;
  isQuoted: boolean;
  at: number;
}

export function isNull(branch: Branch): boolean {
  return 'value' in branch && !branch.isQuoted && branch.value === 'null';
}

/**
 * The schema of a branch that stands alone.
 *
 * @throws FieldFault where its words are not a type.
 */
export function toType(branch: Branch): Schema {
  if ('schema' in branch) return branch.schema;
  const { value, isQuoted, at } = branch;
  if (isQuoted) return { type: 'string', enum: [value] };
  const schema = readTypeName(value);
  if (schema) return schema;
  const near = nearestType(value);
  const guess = near ? ` (did you mean ${near}?)` : '';
  throw new FieldFault(`"${value}" is not a type${guess}; write ${TYPES_IN_WORDS}`, at);
}

/**
 * The schema of several branches: types where all of them are, otherwise values.
 *
 * @throws FieldFault
 */
export function joinBranches(branches: Branch[], at: number): Schema {
  const [first, ...others] = branches;
  if (!first) throw new FieldFault(`null alone is not a type; write ${TYPES_IN_WORDS}`, at);
  if (others.length === 0) return toType(first);
  const types = branches.flatMap(branch => typeOf(branch) ?? []);
  if (types.length === branches.length) return { anyOf: types };
  const words = branches.flatMap(branch => ('value' in branch ? branch : []));
  if (words.length < branches.length)
    throw new FieldFault('values cannot be mixed with lists or objects between bars', at);
  const areBare = words.every(({ isQuoted }) => !isQuoted);
  const values = words.map(({ value }) => value);
  if (areBare && values.every(value => /^(?:true|false)$/i.test(value))) return { type: 'boolean' };
  return oneOfValues(values, areBare);
}

function typeOf(branch: Branch): Schema | undefined {
  if ('schema' in branch) return branch.schema;
  return branch.isQuoted ? undefined : readTypeName(branch.value);
}
