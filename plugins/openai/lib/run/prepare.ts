import { bare } from '../catalogue/bare';
import { withStatedEnd } from '../catalogue/endings';
import { lookUpModel, type Schema } from '../catalogue/models';
import { invalidOptions } from '../failures/query-error';
import type { SaveTo } from '../files/save-to';
import type { Context } from '../operation';
import { limitsFor } from '../options/limits';
import { limitProblems } from '../options/problems';
import { readOptions } from '../options/reader';
import { replaceHalves } from '../options/well-formed';
import { allOptions, findAllProblems, omitUnsupported, unique } from './check-options';
import { chooseModel, inspectModel } from './choose-model';
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
  /** Where files of the result are put; no part of the request. */
  save_to?: SaveTo;
  include_raw: boolean;
  dry_run: boolean;
}

/**
 * Reads and checks a query against its operation and its model.
 *
 * @throws QueryError with every problem at once; nothing has been sent then.
 */
export function prepare(query: Query, queryOptions: object): Prepared {
  const { id, operation, operations } = query;
  const renamed = operation.compatibility?.rename?.(queryOptions) ?? queryOptions;
  const { options, problems } = readOptions(allOptions(operation), renamed);
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
  if (problems.length > 0) throw invalidOptions(operation.summary, limitProblems(unique(problems)));
  dropExtraParameters(query, options, warnings);
  setDefaults(options, { ...operation.options, ...limits.checks.options }, limits.unsupported);
  const sent = Object.entries(options).filter(([name]) => own.includes(name) && name !== 'save_to');
  return {
    options: bare({ ...(operation.needs && { model: model.id }), ...Object.fromEntries(sent) }),
    context: {
      model,
      output: options['output'] === 'full' || !operation.compatibility?.toClassic ? 'full' : 'classic',
      unsupported,
      extra_parameters: bare({ ...(options['extra_parameters'] ?? {}) }),
      operations,
      warn: (parameter, reason) => {
        // Several requests of a query may have the same to tell.
        if (!warnings.some(earlier => earlier.parameter === parameter && earlier.reason === reason))
          warnings.push({ parameter, reason });
      },
    },
    warnings,
    query_timeout: Number(options['query_timeout'] ?? 0),
    ...(options['save_to'] !== undefined && { save_to: options['save_to'] as SaveTo }),
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
