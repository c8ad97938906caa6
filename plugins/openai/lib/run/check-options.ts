import { lastingModels } from '../catalogue/endings';
import type { ResolvedModel, Schema } from '../catalogue/models';
import type { Operation } from '../operation';
import { type Checks, findErrors } from '../options/checker';
import { commonRules } from '../options/common-rules';
import { findExcluded, type ModelLimits, modelsSupporting } from '../options/limits';
import { someOf } from '../options/one-of';
import { inspectOpenLists } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import { findProblems, rootOf } from '../options/problems';
import { commonOptions, modelChoice, output } from '../options/shared-options';
import type { Query, Warning } from './query';

/** Of every operation that was asked for: to put them together anew took a tenth of what a query costs. */
const knownOptions = new WeakMap<Operation, Record<string, Option>>();

/** Every option of an operation in the order of its form, those it shares with all others included. */
export function allOptions(operation: Operation): Record<string, Option> {
  const known = knownOptions.get(operation);
  if (known) return known;
  const options = {
    ...(operation.needs && modelChoice),
    ...operation.options,
    ...(operation.compatibility?.toClassic && { output }),
    ...commonOptions,
  };
  knownOptions.set(operation, options);
  return options;
}

const knownChecks = new Map<string, Checks>();

/** The operation's own checks, without those of a model. */
export function checksOf(id: string, operation: Operation): Checks {
  const known = knownChecks.get(id);
  if (known) return known;
  const { required } = operation;
  const rules = [...(operation.checks?.rules ?? []), ...commonRules];
  const checks = { id, required, options: allOptions(operation), rules };
  knownChecks.set(id, checks);
  return checks;
}

/**
 * Takes out what the model does not support, and warns of it; what the operation emulates stays.
 *
 * @returns The names of all of these.
 */
export function omitUnsupported(
  operation: Operation,
  model: ResolvedModel,
  { unsupported }: ModelLimits,
  options: Record<string, unknown>,
  warnings: Warning[]
): Set<string> {
  const reasons = findExcluded(model, options);
  for (const name of unsupported) reasons.set(name, `${model.id} does not support ${name}`);
  const present = [...reasons].filter(([name]) => options[name] !== undefined);
  for (const [parameter, reason] of present) {
    const emulated = operation.emulates?.[parameter];
    warnings.push({ parameter, reason: `${reason}; ${emulated ?? 'it was left out'}` });
    if (!emulated) delete options[parameter];
  }
  return new Set(present.map(([name]) => name));
}

/** By the ids of both checks. */
const knownNarrowed = new Map<string, Record<string, Schema>>();

/** The options, narrowed by the limits of a model: its lists of values are complete, unless they say otherwise. */
function narrowed(own: Checks, limits: Checks): Record<string, Schema> {
  const key = JSON.stringify([own.id, limits.id]);
  const known = knownNarrowed.get(key);
  if (known) return known;
  const entries = Object.entries(own.options).map(([name, option]) => {
    const limit = limits.options[name];
    const { open, ...closed }: Schema = option;
    return [name, limit?.['enum'] ? { ...closed, ...limit } : { ...option, ...limit }];
  });
  const options = Object.fromEntries(entries);
  knownNarrowed.set(key, options);
  return options;
}

/** What is wrong by the operation, by the model, and by what no schema can say; one problem for each field. */
export function findAllProblems(
  query: Query,
  model: ResolvedModel,
  { checks }: ModelLimits,
  options: Record<string, unknown>,
  warnings: Warning[]
): Problem[] {
  const { id, operation } = query;
  const own = checksOf(id, operation);
  const stated = narrowed(own, checks);
  const modelOf = (name: string) => (checks.options[name] ? model.id : undefined);
  const general = findProblems(own, options, stated, modelOf);
  const found = new Set(general.map(({ field }) => rootOf(field)));
  const narrower = findProblems(checks, options, stated, modelOf)
    .filter(({ field }) => !found.has(field))
    .map(problem => suggestModel(query, problem, options, checks));
  for (const { field } of narrower) found.add(field);
  const blind = model.model?.vision === false ? findUnseen(query, model.id, options) : [];
  const sound = Object.fromEntries(Object.entries(options).filter(([name]) => !found.has(name)));
  const misspelt = inspectOpenLists(stated, sound, (parameter, reason) => warnings.push({ parameter, reason }));
  for (const { field } of misspelt) found.add(rootOf(field));
  const others = (operation.checks?.inspect?.(sound, model) ?? []).filter(({ field }) => !found.has(rootOf(field)));
  return [...general, ...narrower, ...misspelt, ...blind, ...others];
}

/** Images for a model without image input. */
function findUnseen({ operation: { needs, options: known }, day }: Query, id: string, options: object): Problem[] {
  if (!needs) return [];
  const seers = lastingModels({ ...needs, vision: true }, day);
  const allowed = seers.filter(({ vision }) => vision).map(model => model.id);
  return Object.entries(known)
    .filter(([name, option]) => option.vision && name in options)
    .map(([field]) => ({
      field,
      message: `${field} is not supported by ${id}, which has no image input; use ${someOf(allowed)}`,
      allowed,
    }));
}

function suggestModel(
  { id, operation: { needs, options: known }, day }: Query,
  problem: Problem,
  options: Record<string, unknown>,
  limits: Checks
): Problem {
  const { field } = problem;
  const value = options[field];
  // A value that is wrong only beside another one is no reason to change the model.
  const isInvalid = findErrors(limits, { [field]: value }).some(({ instancePath }) => instancePath === `/${field}`);
  const ids = needs && isInvalid ? modelsSupporting(id, needs, known, field, options, day) : [];
  return ids.length === 0
    ? problem
    : { ...problem, message: `${problem.message}. Models that support it: ${ids.join(', ')}` };
}

/** Without problems that say the same. */
export function unique(problems: Problem[]): Problem[] {
  return [...new Map(problems.map(problem => [problem.message, problem])).values()];
}
