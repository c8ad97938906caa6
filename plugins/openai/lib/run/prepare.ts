import { bare } from '../catalogue/bare';
import { withStatedEnd } from '../catalogue/endings';
import { lookUpModel, type ResolvedModel, type Schema } from '../catalogue/models';
import { invalidOptions } from '../failures/query-error';
import type { Context } from '../operation';
import { limitsFor } from '../options/limits';
import { listModelIds } from '../options/model-ids';
import type { Problem } from '../options/option';
import { limitProblems, rootOf } from '../options/problems';
import { readOptions } from '../options/reader';
import { replaceHalves } from '../options/well-formed';
import type { Subquery } from '../types/subquery';
import { allOptions, findAllProblems, omitUnsupported, unique } from './check-options';
import { chooseModel, inspectModel } from './choose-model';
import { inspectFallbacks, nameFallback } from './fallbacks';
import { omitLeftOvers } from './left-over';
import type { Query, Warning } from './query';

/** A query that may be sent. */
export interface Prepared {
  /** The operation's own options, `model` included where there is one. */
  options: Record<string, unknown>;
  context: Context;
  warnings: Warning[];
  /** Milliseconds; 0 where the connection's timeout holds. */
  query_timeout: number;
  /** The links to which files of the result are put; no part of the request. */
  save_to: string[];
  include_raw: boolean;
  dry_run: boolean;
}

/** Options that are no part of the request. */
const UNSENT = ['save_to', 'fallback_models'];

/**
 * Reads and checks a query against its operation and its model, and against each of its fallback models.
 *
 * @returns The query for each model, in the order in which they are tried.
 * @throws QueryError with every problem at once; nothing has been sent then.
 */
export function prepare(query: Query, queryOptions: object): [Prepared, ...Prepared[]] {
  const { operation } = query;
  const renamed = operation.compatibility?.rename?.(queryOptions) ?? queryOptions;
  const { options, problems: unread } = readOptions(allOptions(operation), renamed);
  const { model: _, ...unchosen } = options;
  const ids = listModelIds(options['fallback_models']);
  const first = prepareFor(query, bare({ ...options }), unread);
  const wrong = inspectFallbacks(ids, first.prepared.context.model.id);
  // A list that is wrong may hold thousands, each of which would be checked as a query.
  const tried = wrong.length > 0 ? [] : ids;
  const others = tried.map(id => ({ id, ...prepareFor(query, bare({ ...unchosen, model_id: id }), []) }));
  const problems = [
    ...first.problems,
    ...wrong,
    ...others.flatMap(other => nameFallback(other.id, other.problems, first.problems)),
  ];
  failIfAny(query, problems);
  return [prepareSubqueries(query, first.prepared), ...others.map(({ prepared }) => prepared)];
}

function failIfAny({ operation }: Query, problems: Problem[]): void {
  if (problems.length > 0) throw invalidOptions(operation.summary, limitProblems(unique(problems)));
}

/** Reads and checks the queries of other operations that a query runs. */
function prepareSubqueries(query: Query, prepared: Prepared): Prepared {
  const { operation, allOperations } = query;
  const { context } = prepared;
  const { extra_parameters } = context;
  const asked = operation.subqueries?.(prepared.options) ?? [];
  const checked = asked.map(subquery => {
    const inner = allOperations().get(subquery.id);
    if (!inner) throw new Error(`There is no operation "${subquery.id}"`);
    const { options, problems } = readOptions(allOptions(inner), { extra_parameters, ...subquery.options });
    return { subquery, ...prepareFor({ ...query, id: subquery.id, operation: inner }, options, problems) };
  });
  failIfAny(
    query,
    checked.flatMap(({ subquery, problems }) => problems.map(problem => placeProblem(problem, subquery)))
  );
  const subqueries = checked.map(({ subquery: { field }, prepared: inner }) => {
    const warn = (parameter: string, reason: string) => context.warn(field, `${parameter}: ${reason}`);
    for (const { parameter, reason } of inner.warnings) warn(parameter, reason);
    return { options: inner.options, context: { ...inner.context, warn } };
  });
  return { ...prepared, context: { ...context, subqueries } };
}

/** A problem with an option of a subquery, by the field that states it. */
function placeProblem(problem: Problem, { field, own }: Subquery): Problem {
  if (!own.includes(rootOf(problem.field))) return problem;
  return { ...problem, field: `${field}.${problem.field}`, message: `${field}: ${problem.message}` };
}

interface Checked {
  prepared: Prepared;
  problems: Problem[];
}

/** Checks a query against its operation and one model. */
function prepareFor(query: Query, options: Record<string, unknown>, unreadable: Problem[]): Checked {
  const { id, operation } = query;
  const problems = [...unreadable];
  const unread = new Set(problems.map(({ field }) => field));
  const warnings: Warning[] = [];
  repairText(query, options, warnings);
  const chosen = lookUpModel(chooseModel(query, options, problems, warnings));
  const model = withStatedEnd(chosen, query.statedEnds);
  inspectModel(query, model, options, problems, warnings);

  const own = Object.keys(operation.options);
  const limits = limitsFor(model, id, own);
  omitLeftOvers(query, limits, options, warnings);
  const unsupported = omitUnsupported(operation, model, limits, options, warnings);
  const found = findAllProblems(query, model, limits, options, warnings);
  // What could not be read is not missing.
  for (const problem of found) if (!unread.has(problem.field)) problems.push(problem);
  dropExtraParameters(query, options, warnings);
  setDefaults(options, { ...operation.options, ...limits.checks.options }, limits.unsupported);
  return { problems, prepared: toPrepared(query, options, model, unsupported, warnings) };
}

function toPrepared(
  { operation, allOperations }: Query,
  options: Record<string, unknown>,
  model: ResolvedModel,
  unsupported: ReadonlySet<string>,
  warnings: Warning[]
): Prepared {
  const sent = Object.entries(options).filter(([name]) => name in operation.options && !UNSENT.includes(name));
  return {
    options: bare({ ...(operation.needs && { model: model.id }), ...Object.fromEntries(sent) }),
    context: {
      model,
      subqueries: [],
      output: options['output'] === 'full' || !operation.compatibility?.toClassic ? 'full' : 'classic',
      unsupported,
      extra_parameters: bare({ ...(options['extra_parameters'] ?? {}) }),
      allOperations,
      warn: (parameter, reason) => {
        // Several requests of a query may have the same to tell.
        if (!warnings.some(earlier => earlier.parameter === parameter && earlier.reason === reason))
          warnings.push({ parameter, reason });
      },
    },
    warnings,
    query_timeout: Number(options['query_timeout'] ?? 0),
    save_to: [options['save_to']].flat().filter(link => typeof link === 'string'),
    include_raw: options['include_raw'] === true,
    dry_run: options['dry_run'] === true,
  };
}

function repairText({ operation }: Query, options: Record<string, unknown>, warnings: Warning[]): void {
  const reason = 'Half of a character, as cutting a text leaves it, was replaced by U+FFFD';
  for (const [name, value] of Object.entries(options)) {
    if ('files' in (operation.options[name] ?? {})) continue;
    options[name] = replaceHalves(value);
    if (options[name] !== value) warnings.push({ parameter: name, reason });
  }
}

function dropExtraParameters({ operation }: Query, options: Record<string, unknown>, warnings: Warning[]): void {
  if (!operation.transport?.noExtraParameters || options['extra_parameters'] === undefined) return;
  const reason = 'This request does not support extra_parameters; they were left out';
  warnings.push({ parameter: 'extra_parameters', reason });
  delete options['extra_parameters'];
}

function setDefaults(options: Record<string, unknown>, schemas: Record<string, Schema>, unsupported: string[]): void {
  for (const [name, schema] of Object.entries(schemas)) {
    if (schema['default'] !== undefined && !unsupported.includes(name)) options[name] ??= schema['default'];
  }
}
