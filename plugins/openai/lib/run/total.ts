import type { Charge } from '../cost/charges';
import { type Cost, priceCharges } from '../cost/cost';
import { addUsages, readUsage } from '../cost/usage';
import type { Billed } from '../operation';
import type { Run } from './run';

/** What a query used and cost over all its tries; the cost is null where it is not known. */
export function totalOf(run: Run, tries: Billed[]): { usage?: object; cost: Cost | null } {
  const { operation, model, connection } = run;
  const isSum = operation.transport?.countRequests !== undefined;
  const all = tries.map(({ usage, charges }) =>
    charges === undefined ? [{ usage: readUsage(usage), isSum }] : charges
  );
  const charges = all.every((each): each is Charge[] => each !== null) ? all.flat() : null;
  const responded = tries.at(-1)?.model;
  const cost = priceCharges(
    charges,
    { requested: model.id || undefined, responded: readWord(responded) },
    connection.prices
  );
  const usage = tries.length > 1 ? addUsages(tries.map(each => each.usage)) : tries[0]?.usage;
  return { ...(usage && { usage }), cost };
}

/** Some servers return an empty id or model, or one of another type. */
export function readWord(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
