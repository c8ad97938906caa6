import type { Operation } from '../operation';
import type { ModelLimits } from '../options/limits';
import type { Option } from '../options/option';
import type { Query, Warning } from './query';

/**
 * Takes out what another operation's drop-down left under a key of the same name, and warns of it. A host keeps one value for
 * all operations, and this operation's form cannot show that one. A list that has entries in common with this operation's
 * means the same, so what only that one has is invalid here.
 */
export function omitLeftOvers(
  { operation, allOperations }: Query,
  { checks }: ModelLimits,
  options: Record<string, unknown>,
  warnings: Warning[]
): void {
  for (const [name, option] of Object.entries(operation.options)) {
    const value = options[name];
    if (typeof value !== 'string' || !isInvalid(value, option, checks.options[name])) continue;
    if (!isChoiceElsewhere(value, name, choicesOf(option), allOperations())) continue;
    warnings.push({ parameter: name, reason: `${name} "${value}" is of another operation; it was left out` });
    delete options[name];
  }
}

/** A switch reads what turns it on as true, so a text is left over. */
function isInvalid(value: string, { enum: own, on }: Option, limit?: Partial<Option>): boolean {
  const allowed = limit?.enum ?? own;
  return on !== undefined || (Array.isArray(allowed) && !allowed.includes(value));
}

/** What a drop-down offers; a list that is open gives examples. */
function choicesOf({ enum: closed = [], dropDown, examples = [], on }: Option): unknown[] {
  return [...closed, ...(dropDown ? examples : []), ...(on === undefined ? [] : [on])];
}

function isChoiceElsewhere(
  value: string,
  name: string,
  own: unknown[],
  operations: ReadonlyMap<string, Operation>
): boolean {
  return [...operations.values()].some(({ options }) => {
    const option = options[name];
    const choices = option ? choicesOf(option) : [];
    return choices.includes(value) && !choices.some(choice => own.includes(choice));
  });
}
