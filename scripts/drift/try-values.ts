import { lookUpModel, modelsFor } from '../../plugins/openai/lib/catalogue/models';
import OpenAIQueryService from '../../plugins/openai/lib/index';
import { operations } from '../../plugins/openai/lib/registry';
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
  const { needs } = operations.get(operation) ?? {};
  if (!needs) return [undefined];
  const byFamily = new Map(modelsFor(needs, '2000-01-01').map(({ id, family }) => [family, id]));
  return [undefined, ...byFamily.values(), 'house-model'];
}

async function tryOnce(
  operation: string,
  query: Record<string, unknown>,
  option: string,
  value: string
): Promise<Fate> {
  try {
    const isOption = option in (operations.get(operation)?.options ?? {});
    const given = isOption ? { [option]: value } : { extra_parameters: { [option]: value } };
    const { data, metadata } = await preview(operation, { ...query, ...given });
    const reasons = metadata.warnings.filter(({ parameter }) => parameter === option).map(({ reason }) => reason);
    if (!JSON.stringify(data.body).includes(JSON.stringify(value))) return 'dropped';
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
    const fate = await tryModels(operation, query, option, value);
    if (BEST.indexOf(fate) < BEST.indexOf(best)) best = fate;
  }
  return best;
}

async function tryModels(
  operation: string,
  query: Record<string, unknown>,
  option: string,
  value: string
): Promise<Fate> {
  const models = 'model_id' in query ? [undefined] : listModels(operation);
  let best: Fate = 'refused';
  for (const model of models) {
    const isKnown = model !== undefined && lookUpModel(model).model !== undefined;
    const named = model === undefined ? {} : isKnown ? { model } : { model_id: model };
    const fate = await tryOnce(operation, { ...query, ...named }, option, value);
    if (BEST.indexOf(fate) < BEST.indexOf(best)) best = fate;
    if (best === 'sent') break;
  }
  return best;
}

/** Parameters that no option sets; `extra_parameters` does. */
export function findUncovered(operation: string, parameters: Parameters, covered: string[]): string[] {
  const { options = {} } = operations.get(operation) ?? {};
  return [...parameters.keys()].filter(name => !(name in options) && !covered.includes(name));
}
