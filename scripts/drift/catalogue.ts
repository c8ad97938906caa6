import defaults from '../../plugins/openai/lib/catalogue/defaults.json';
import { daysUntil, endsSoon, successorsOf } from '../../plugins/openai/lib/catalogue/endings';
import { allModels, lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import prices from '../../plugins/openai/lib/catalogue/prices.json';
import sources from '../../plugins/openai/lib/catalogue/sources.json';

/** After so many days, somebody should look again. */
const STALE_DAYS = 90;

/** The defaults that end within the time of notice, and what takes over. */
export function listDyingDefaults(day: string): string[] {
  return Object.entries(defaults).flatMap(([use, id]) => {
    const { model } = lookUpModel(id);
    if (!model || !endsSoon(model, day)) return [];
    const successors = successorsOf(model, day);
    return [`${use}: ${id} ends ${model.shutdown_date}, then ${successors.join(' or ') || 'nothing'}`];
  });
}

/** What was last looked over more than 90 days ago. */
export function listStale(day: string): string[] {
  const isStale = (checked: unknown) => typeof checked === 'string' && daysUntil(day, checked) < -STALE_DAYS;
  const stale = allModels()
    .filter(({ checked }) => isStale(checked))
    .map(({ id, checked }) => `model ${id}: ${checked}`);
  const read = Object.entries(sources).filter(([, { checked }]) => isStale(checked));
  const priced = collectChecked(prices).filter(({ checked }) => isStale(checked));
  return [
    ...stale,
    ...read.map(([name, { checked }]) => `source ${name}: ${checked}`),
    ...priced.map(({ name, checked }) => `price ${name}: ${checked}`),
  ];
}

function collectChecked(value: unknown, name = ''): { name: string; checked: string }[] {
  if (typeof value !== 'object' || value === null) return [];
  const found = Object.entries(value).flatMap(([key, inner]) => collectChecked(inner, key));
  const checked: unknown = Reflect.get(value, 'checked');
  return typeof checked === 'string' ? [{ name, checked }, ...found] : found;
}

/** Models of the SDK's unions that the catalogue does not list, and cannot tell by their names. */
export function listUnlisted(ids: string[]): string[] {
  return [...new Set(ids)].filter(id => lookUpModel(id).model === undefined);
}

/** A model as an account lists it. */
export interface AccountModel {
  id: string;
  shutdown_date: string | null;
}

/** How an account's own list differs from the catalogue. */
export function compareAccount(listed: AccountModel[], day: string): string[] {
  const ids = new Set(listed.map(({ id }) => id));
  const unlisted = listUnlisted([...ids]).map(id => `${id}: not in the catalogue`);
  const moved = listed.flatMap(({ id, shutdown_date }) => {
    const known = lookUpModel(id).model;
    if (!known || !shutdown_date || known.shutdown_date === shutdown_date) return [];
    return [`${id}: ends ${shutdown_date}, in the catalogue ${known.shutdown_date ?? 'never'}`];
  });
  const gone = allModels().filter(
    ({ id, hidden, shutdown_date }) => !hidden && !ids.has(id) && !(shutdown_date && shutdown_date <= day)
  );
  return [...unlisted, ...moved, ...gone.map(({ id }) => `${id}: offered, but not listed by the account`)];
}
