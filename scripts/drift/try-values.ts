import { lookUpModel, modelsFor } from '../../plugins/openai/lib/catalogue/models';
import OpenAIQueryService from '../../plugins/openai/lib/index';
import { allOperations } from '../../plugins/openai/lib/registry';
import type { Example } from './nested';
import type { ObjectOption } from './objects';
import type { Parameters } from './sdk';

/** How a value fares in a dry run. */
export type Fate = 'sent' | 'sent as unknown' | 'refused' | 'dropped';

const CONNECTION = { apiKey: 'sk-dry-run-of-the-drift-report' };

interface Preview {
  data: { body: unknown };
  metadata: { warnings: { parameter: string; reason: string }[] };
}

/** Runs a query that sends nothing. */
async function preview(operation: string, query: Record<string, unknown>): Promise<Preview> {
  const [id, action] = operation.split('.');
  const chosen = action ? { [`${id}_action`]: action } : {};
  const result: unknown = await new OpenAIQueryService().run(CONNECTION, {
    operation: id,
    ...chosen,
    ...query,
    dry_run: true,
  });
  return result as Preview;
}

/** The models of an operation to try a value with: the default first, then one of each family, then one nobody knows. */
function listModels(operation: string): (string | undefined)[] {
  const { needs } = allOperations().get(operation) ?? {};
  if (!needs) return [undefined];
  const byFamily = new Map(modelsFor(needs, '2000-01-01').map(({ id, family }) => [family, id]));
  return [undefined, ...byFamily.values(), 'house-model'];
}

/** A query, the option that is tried, and what of it must stand in the request. */
interface Trial {
  operation: string;
  query: Record<string, unknown>;
  option: string;
  value: unknown;
  shows: string;
}

/** A preview shows where a secret stands, and not what it is. */
const hidden = (shows: string): string => shows.replace(/^("authorization":).*/, '$1"[removed]"');

async function tryOnce({ operation, query, option, value, shows }: Trial): Promise<Fate> {
  try {
    const isOption = option in (allOperations().get(operation)?.options ?? {}) || option === 'extra_parameters';
    const given = isOption ? { [option]: value } : { extra_parameters: { [option]: value } };
    const { data, metadata } = await preview(operation, { ...query, ...given });
    const reasons = metadata.warnings.filter(({ parameter }) => parameter === option).map(({ reason }) => reason);
    const sent = JSON.stringify(data.body);
    if (!sent.includes(shows) && !sent.includes(hidden(shows))) return 'dropped';
    return reasons.some(reason => reason.includes('not one of the values')) ? 'sent as unknown' : 'sent';
  } catch {
    return 'refused';
  }
}

const BEST: Fate[] = ['sent', 'sent as unknown', 'dropped', 'refused'];

/** Tries a value in one query after another, and with one model after another, until one of them sends it as known. */
export async function tryValue(
  operation: string,
  queries: Record<string, unknown>[],
  option: string,
  value: string
): Promise<Fate> {
  let best: Fate = 'refused';
  for (const query of queries) {
    const fate = await tryModels({ operation, query, option, value, shows: JSON.stringify(value) });
    if (BEST.indexOf(fate) < BEST.indexOf(best)) best = fate;
  }
  return best;
}

/** Tries a part of an object. */
export async function tryExample(
  { operation, option, isList, without = [], parameter, query, complete = given => given }: ObjectOption,
  { value: example, shows }: Example
): Promise<Fate> {
  const value = complete(example);
  const isObject = typeof value === 'object' && value !== null && !Array.isArray(value);
  const inner = isObject
    ? Object.fromEntries(Object.entries(value).filter(([name]) => !without.includes(name)))
    : value;
  const listed = isList ? [inner] : inner;
  return await tryModels({ operation, query, option, value: parameter ? { [parameter]: listed } : listed, shows });
}

async function tryModels(trial: Trial): Promise<Fate> {
  const models = 'model_id' in trial.query ? [undefined] : listModels(trial.operation);
  let best: Fate = 'refused';
  for (const model of models) {
    const isKnown = model !== undefined && lookUpModel(model).model !== undefined;
    const named = model === undefined ? {} : isKnown ? { model } : { model_id: model };
    const fate = await tryOnce({ ...trial, query: { ...trial.query, ...named } });
    if (BEST.indexOf(fate) < BEST.indexOf(best)) best = fate;
    if (best === 'sent') break;
  }
  return best;
}

/** Parameters that no option sets; `extra_parameters` does. */
export function findUncovered(operation: string, parameters: Parameters, covered: string[]): string[] {
  const { options = {} } = allOperations().get(operation) ?? {};
  return [...parameters.keys()].filter(name => !(name in options) && !covered.includes(name));
}
