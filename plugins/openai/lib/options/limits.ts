import {
  isShutDown,
  type Limits,
  lookUpModel,
  type Model,
  modelsFor,
  type Needs,
  type ResolvedModel,
  type Schema,
} from '../catalogue/models';
import { type Checks, findErrors } from './checker';
import { type Option, typesOf } from './option';

/** What the catalogue says of a model about one operation's options. */
export interface ModelLimits {
  checks: Checks;
  /** Options the model does not take at all. */
  unsupported: string[];
}

const kept = new Map<string, ModelLimits>();

/**
 * The limits of a model for one operation. Only models we have read about have limits: anything else passes with the
 * operation's own bounds and is left to the API to judge.
 *
 * @param optionNames The operation's options; limits on others do not concern it.
 */
export function limitsFor(knowledge: ResolvedModel, operation: string, optionNames: string[]): ModelLimits {
  const { model, familyName = 'unlisted', family } = knowledge;
  const own = model?.limits ? `/${model.id}` : '';
  const tokenOption = optionNames.find(name => name === 'max_tokens' || name === 'max_output_tokens');
  const tokens = model?.max_output_tokens && tokenOption ? `/${model.max_output_tokens}` : '';
  const id = `${operation}/${familyName}${own}${tokens}`;
  const found = kept.get(id);
  if (found) return found;

  const merged: Limits = { ...family?.limits, ...family?.operation_limits?.[operation], ...model?.limits };
  const taken: [string, Schema][] = [];
  const unsupported: string[] = [];
  for (const name of optionNames) {
    const limit = merged[name];
    if (limit === false) unsupported.push(name);
    else if (limit) taken.push([name, limit]);
  }
  const options = Object.fromEntries(taken);
  if (tokenOption && tokens) options[tokenOption] = { ...options[tokenOption], maximum: model?.max_output_tokens };
  const limits = { checks: { id, required: [], options, rules: family?.rules ?? [] }, unsupported };
  kept.set(id, limits);
  return limits;
}

/** Options that are not taken beside the given values, each with the values that would let them pass. */
export function findExcluded({ family, id }: ResolvedModel, values: Record<string, unknown>): Map<string, string> {
  const excluded = new Map<string, string>();
  for (const { options, needs, or_absent } of family?.only_with ?? []) {
    const unmet = Object.entries(needs).find(([name, allowed]) => {
      const value = values[name];
      return value === undefined ? !or_absent : !allowed.includes(value);
    });
    if (!unmet) continue;
    for (const option of options) excluded.set(option, `${id} takes it only with ${unmet[0]} ${unmet[1].join(' or ')}`);
  }
  return excluded;
}

/** Up to three live models of the operation that would take a value which the chosen one refuses. */
export function modelsTaking(
  operation: string,
  needs: Needs,
  options: Record<string, Option>,
  field: string,
  value: unknown,
  day: string
): string[] {
  const values = { [field]: value };
  // Of a text without bounds nothing is known where the catalogue has no limit.
  const isFree = typesOf(options[field] ?? {}).includes('string') && !options[field]?.enum;
  const takes = ({ id }: Model) => {
    const knowledge = lookUpModel(id);
    const { checks, unsupported } = limitsFor(knowledge, operation, Object.keys(options));
    if (!checks.options[field] && isFree) return false;
    if (unsupported.includes(field) || findExcluded(knowledge, values).has(field)) return false;
    return findErrors(checks, values).every(({ instancePath }) => instancePath !== `/${field}`);
  };
  const live = modelsFor(needs, day).filter(model => !isShutDown(model, day));
  return live
    .filter(takes)
    .map(({ id }) => id)
    .slice(0, 3);
}
