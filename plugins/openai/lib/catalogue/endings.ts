import { isShutDown, lookUpModel, type Model, modelsFor, type Needs, type ResolvedModel, serves } from './models';

/** Days before the end of a model from which it is used with a warning. */
const NOTICE_DAYS = 60;

const DAY_MS = 24 * 60 * 60 * 1000;

/** Days from `day` to `end`, both YYYY-MM-DD. */
export const daysUntil = (end: string, day: string): number => Math.round((Date.parse(end) - Date.parse(day)) / DAY_MS);

/** Whether a model is shut down on `day` or within the days after it in which a warning is given. */
export function endsSoon({ shutdown_date }: Pick<Model, 'shutdown_date'>, day: string): boolean {
  return shutdown_date !== undefined && daysUntil(shutdown_date, day) <= NOTICE_DAYS;
}

/**
 * The ids of models that replace one and are alive on `day`; of a replacement that is itself gone, its own replacements.
 *
 * @param needs What the replacements must be able to do, where that is known.
 */
export function successorsOf({ replacement = [] }: Model, day: string, needs?: Needs): string[] {
  const found = replacement.flatMap(id => {
    const { model } = lookUpModel(id);
    if (!model) return [];
    if (isShutDown(model, day)) return successorsOf(model, day, needs);
    return !needs || serves(model, needs) ? [id] : [];
  });
  return [...new Set(found)];
}

/** The live models that meet the needs, without those that end soon unless all do. */
export function lastingModels(needs: Needs, day: string): Model[] {
  const live = modelsFor(needs, day).filter(model => !isShutDown(model, day));
  const lasting = live.filter(model => !endsSoon(model, day));
  return lasting.length > 0 ? lasting : live;
}

/** " Use x or y instead.", or what else is to be said where no replacement is known. */
export function nameSuccessors(ids: string[]): string {
  return ids.length > 0 ? ` Use ${ids.join(' or ')} instead.` : ' OpenAI names no replacement that can do the same.';
}

/** A model with the day of its end as the account's own list of models states it, which is newer than the catalogue. */
export function withStatedEnd(resolved: ResolvedModel, stated: ReadonlyMap<string, string>): ResolvedModel {
  const shutdown_date = stated.get(resolved.id);
  if (shutdown_date === undefined || !resolved.model) return resolved;
  return { ...resolved, model: { ...resolved.model, shutdown_date } };
}
