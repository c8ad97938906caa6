import { isShutDown, lookUpModel, modelsFor, type Needs, type ResolvedModel, serves } from '../catalogue/models';
import { invalidOptions, nameReplacement } from '../failures/query-error';
import type { Context, Operation } from '../operation';
import { type Checks, findErrors } from '../options/checker';
import { findExcluded, limitsFor, type ModelLimits, modelsSupporting } from '../options/limits';
import { oneOf } from '../options/one-of';
import type { Option, Problem } from '../options/option';
import { findProblems, limitProblems, rootOf } from '../options/problems';
import { readOptions } from '../options/reader';
import { commonOptions, commonRules, modelChoice, OTHER_MODEL, output } from '../options/shared-options';

/** Something that was left out of a query, or that a builder should know of it. */
interface Warning {
  parameter: string;
  reason: string;
}

/** A query that may be sent. */
export interface Prepared {
  /** The operation's own options, `model` included where there is one. */
  options: Record<string, unknown>;
  context: Context;
  warnings: Warning[];
  query_timeout: number;
  include_raw: boolean;
  dry_run: boolean;
}

/** Every option of an operation in the order of its form, those it shares with all others included. */
export function allOptions(operation: Operation): Record<string, Option> {
  return {
    ...(operation.needs && modelChoice),
    ...operation.options,
    ...(operation.toClassic && { output }),
    ...commonOptions,
  };
}

/** The operation's own checks, without those of a model. */
export function checksOf(id: string, operation: Operation): Checks {
  return {
    id,
    required: operation.required,
    options: allOptions(operation),
    rules: [...(operation.rules ?? []), ...commonRules],
  };
}

/**
 * Reads and checks a query against its operation and its model.
 *
 * @param day Today, YYYY-MM-DD.
 * @throws QueryError with every problem at once; nothing has been sent then.
 */
export function prepare(
  id: string,
  operation: Operation,
  operations: ReadonlyMap<string, Operation>,
  given: object,
  day: string
): Prepared {
  const { options, problems } = readOptions(allOptions(operation), operation.rename?.(given) ?? given);
  const unread = new Set(problems.map(({ field }) => field));
  const { needs } = operation;
  const warnings: Warning[] = [];
  const model = lookUpModel(
    needs ? chooseModel(options, operation, liveDefault(needs.default, needs, day), problems, warnings) : ''
  );
  if (needs && model.model && !serves(model.model, needs)) problems.push(wrongModel(model, operation, day));
  else if (model.model && isShutDown(model.model, day)) warnings.push(shutDown(model));

  const own = Object.keys(operation.options);
  const limits = limitsFor(model, id, own);
  const unsupported = omitUnsupported(options, model, limits.unsupported, operation, warnings);
  const found = findAllProblems(id, operation, options, model, limits, day);
  // What could not be read was given all the same.
  problems.push(...found.filter(({ field }) => !unread.has(field)));
  if (problems.length > 0) throw invalidOptions(operation.summary, limitProblems(unique(problems)));
  if (operation.noExtraParameters && options['extra_parameters'] !== undefined) {
    warnings.push({
      parameter: 'extra_parameters',
      reason: 'This request does not support extra_parameters; they were left out',
    });
    delete options['extra_parameters'];
  }

  for (const [name, schema] of Object.entries({ ...operation.options, ...limits.checks.options })) {
    if (schema['default'] !== undefined && !limits.unsupported.includes(name)) options[name] ??= schema['default'];
  }
  const kept = Object.entries(options).filter(([name]) => own.includes(name));
  return {
    options: { ...(needs && { model: model.id }), ...Object.fromEntries(kept) },
    context: {
      model,
      output: options['output'] === 'full' || !operation.toClassic ? 'full' : 'classic',
      unsupported,
      extra_parameters: { ...(options['extra_parameters'] ?? {}) },
      operations,
      warn: (parameter, reason) => warnings.push({ parameter, reason }),
    },
    warnings,
    query_timeout: Number(options['query_timeout'] ?? 0),
    include_raw: options['include_raw'] === true,
    dry_run: options['dry_run'] === true,
  };
}

/** The default model, or what replaces it once it is shut down and can do the same. */
function liveDefault(id: string, needs: Needs, day: string): string {
  const { model } = lookUpModel(id);
  if (!model || !isShutDown(model, day)) return id;
  const successor = lookUpModel(model.replacement?.[0] ?? '').model;
  return successor && serves(successor, needs) ? liveDefault(successor.id, needs, day) : id;
}

/** `model_id` wins over `model`, whose entry "other" only opens the field for it. */
function chooseModel(
  { model_id, model }: Record<string, unknown>,
  { formByModel }: Operation,
  otherwise: string,
  problems: Problem[],
  warnings: Warning[]
): string {
  if (model === OTHER_MODEL && !model_id) {
    problems.push({
      field: 'model_id',
      message: 'model_id is required when model is "other"',
    });
  }
  // Where the form hides model_id behind "other", one left there from before must not win unseen.
  if (formByModel && model_id && model && model !== OTHER_MODEL && model !== model_id) {
    warnings.push({ parameter: 'model', reason: `model_id "${model_id}" was used instead of model "${model}"` });
  }
  return String(model_id ?? model ?? otherwise);
}

function wrongModel({ id }: ResolvedModel, { needs, summary }: Operation, day: string): Problem {
  const able = needs ? modelsFor(needs, day) : [];
  const live = able.filter(model => !isShutDown(model, day));
  const ids = (live.length > 0 ? live : able).map(model => model.id);
  return {
    field: 'model',
    message: `model "${id}" cannot ${summary}; use ${oneOf(ids)}`,
    allowed: ids,
  };
}

function shutDown({ id, model }: ResolvedModel): Warning {
  const reason = `${id} was shut down at OpenAI on ${model?.shutdown_date}.${nameReplacement(model?.replacement)}`;
  return { parameter: 'model', reason };
}

/** Takes out what the model does not take, and says so; what the operation emulates itself stays and is named. */
function omitUnsupported(
  options: Record<string, unknown>,
  model: ResolvedModel,
  unsupported: string[],
  operation: Operation,
  warnings: Warning[]
): Set<string> {
  const reasons = findExcluded(model, options);
  for (const name of unsupported) reasons.set(name, `${model.id} does not support ${name}`);
  const given = [...reasons].filter(([name]) => options[name] !== undefined);
  for (const [parameter, reason] of given) {
    const emulated = operation.emulates?.[parameter];
    warnings.push({ parameter, reason: `${reason}; ${emulated ?? 'it was left out'}` });
    if (!emulated) delete options[parameter];
  }
  return new Set(given.map(([name]) => name));
}

/** What is wrong by the operation, by the model, and by what no schema can say; one word on each field. */
function findAllProblems(
  id: string,
  operation: Operation,
  options: Record<string, unknown>,
  model: ResolvedModel,
  { checks }: ModelLimits,
  day: string
): Problem[] {
  const stated = Object.fromEntries(
    Object.entries(allOptions(operation)).map(([name, option]) => [name, { ...option, ...checks.options[name] }])
  );
  const modelOf = (name: string) => (checks.options[name] ? model.id : undefined);
  const general = findProblems(checksOf(id, operation), options, stated, modelOf);
  const found = new Set(general.map(({ field }) => rootOf(field)));
  const narrower = findProblems(checks, options, stated, modelOf)
    .filter(({ field }) => !found.has(field))
    .map(problem => suggestModel(problem, id, operation, options, checks, day));
  for (const { field } of narrower) found.add(field);
  const blind = operation.needs && model.model?.vision === false ? findUnseen(operation, options, model.id, day) : [];
  const sound = Object.fromEntries(Object.entries(options).filter(([name]) => !found.has(name)));
  const others = (operation.inspect?.(sound, model) ?? []).filter(({ field }) => !found.has(rootOf(field)));
  return [...general, ...narrower, ...blind, ...others];
}

/** Images handed to a model that cannot look at them. */
function findUnseen({ needs, options: known }: Operation, options: object, id: string, day: string): Problem[] {
  const seers = needs ? modelsFor({ ...needs, vision: true }, day).filter(model => !isShutDown(model, day)) : [];
  const allowed = seers.filter(({ vision }) => vision).map(model => model.id);
  return Object.entries(known)
    .filter(([name, option]) => option.vision && name in options)
    .map(([field]) => ({
      field,
      message: `${field} is not supported by ${id}, which has no image input; use ${oneOf(allowed)}`,
      allowed,
    }));
}

function suggestModel(
  problem: Problem,
  id: string,
  { needs, options: known }: Operation,
  options: Record<string, unknown>,
  limits: Checks,
  day: string
): Problem {
  const { field } = problem;
  const value = options[field];
  // A value that is wrong only beside another one is no reason to change the model.
  const isRefused = findErrors(limits, { [field]: value }).some(({ instancePath }) => instancePath === `/${field}`);
  const ids = needs && isRefused ? modelsSupporting(id, needs, known, field, value, day) : [];
  return ids.length === 0
    ? problem
    : { ...problem, message: `${problem.message}. Models that support it: ${ids.join(', ')}` };
}

function unique(problems: Problem[]): Problem[] {
  return [...new Map(problems.map(problem => [problem.message, problem])).values()];
}
