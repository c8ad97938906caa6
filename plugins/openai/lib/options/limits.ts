import { bare } from '../catalogue/bare';
import { lastingModels } from '../catalogue/endings';
import { type Limits, lookUpModel, type Model, type Needs, type ResolvedModel, type Schema } from '../catalogue/models';
import { type Checks, findErrors } from './checker';
import { either } from './either';
import { type Option, typesOf } from './option';

/** What a model supports of one operation's options. */
export interface ModelLimits {
  checks: Checks;
  /** Options the model does not support at all. */
  unsupported: string[];
}

const limitsById = new Map<string, ModelLimits>();

/**
 * The limits of a model for one operation. Models that the catalogue does not know have none: the API decides.
 *
 * @param optionNames The operation's options; limits on other options are ignored.
 */
export function limitsFor(resolved: ResolvedModel, operation: string, optionNames: string[]): ModelLimits {
  const { model, familyName, family } = resolved;
  const tokenOption = optionNames.find(name => name === 'max_tokens' || name === 'max_output_tokens');
  const maximum = tokenOption && model?.max_output_tokens;
  const id = [operation, familyName, model?.limits && model.id, maximum].join('/');
  const known = limitsById.get(id);
  if (known) return known;

  const merged: Limits = bare({ ...family?.limits, ...family?.operation_limits?.[operation], ...model?.limits });
  const supported: [string, Schema][] = [];
  const unsupported: string[] = [];
  for (const name of optionNames) {
    const limit = merged[name];
    if (limit === false) unsupported.push(name);
    else if (limit) supported.push([name, limit]);
  }
  const options = Object.fromEntries(supported);
  if (tokenOption && maximum) options[tokenOption] = bare({ ...options[tokenOption], maximum });
  const limits = { checks: { id, required: [], options, rules: family?.rules ?? [] }, unsupported };
  limitsById.set(id, limits);
  return limits;
}

/** Options that the model supports only with other values of another option, each with the reason. */
export function findExcluded({ family, id }: ResolvedModel, values: Record<string, unknown>): Map<string, string> {
  const excluded = new Map<string, string>();
  for (const { options, needs, or_absent } of family?.only_with ?? []) {
    const unmet = Object.entries(needs).find(([name, allowed]) => {
      const value = values[name];
      return value === undefined ? !or_absent : !allowed.includes(value);
    });
    if (!unmet) continue;
    for (const option of options)
      excluded.set(option, `${id} supports ${option} only with ${unmet[0]} ${either(unmet[1])}`);
  }
  return excluded;
}

/**
 * Up to three live models of the operation that support a value which the chosen model does not; those that support all
 * the options of the query, where there are any.
 */
export function modelsSupporting(
  operation: string,
  needs: Needs,
  options: Record<string, Option>,
  field: string,
  values: Record<string, unknown>,
  day: string
): string[] {
  // Without a limit in the catalogue, nothing is known about free text, nor about values that are in no list yet.
  const isListed = options[field]?.enum?.some(value => value === values[field]);
  const isFree = typesOf(options[field] ?? {}).includes('string') && !isListed;
  const supports = ({ id }: Model, tried: Record<string, unknown>) => {
    const resolved = lookUpModel(id);
    const { checks, unsupported } = limitsFor(resolved, operation, Object.keys(options));
    if (!checks.options[field] && isFree) return false;
    if (Object.keys(tried).some(name => unsupported.includes(name))) return false;
    return findExcluded(resolved, tried).size === 0 && findErrors(checks, tried).length === 0;
  };
  const tryField = { [field]: values[field] };
  const able = lastingModels(needs, day).filter(model => supports(model, tryField));
  const sees = Object.keys(values).some(name => options[name]?.vision);
  const whole = able.filter(model => !(sees && model.vision === false) && supports(model, values));
  return (whole.length > 0 ? whole : able).map(({ id }) => id).slice(0, 3);
}
