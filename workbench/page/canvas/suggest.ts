import type { Values } from '../../forms/field';
import { at, isObject, textAt } from '../../forms/json';
import { type QueryState, runOf } from '../queries/query-state';
import type { Kind } from './kind';

const isText = (value: unknown): boolean => typeof value === 'string' && value !== '';
const hasRows = (value: unknown): boolean => Array.isArray(value) && value.length > 0 && value.every(isObject);
const isMedia =
  (kind: string) =>
  (value: unknown): boolean =>
    (textAt(value, 'data_url') ?? String(value)).startsWith(`data:${kind}/`);

/** Where a kind's value may stand in the data of a result, and what it has to be. */
const fits: Record<string, { field: string; paths: string[]; suits: (value: unknown) => boolean }> = {
  text: { field: 'text', paths: ['', 'text', 'report'], suits: isText },
  markdown: { field: 'text', paths: ['', 'text', 'report'], suits: isText },
  image: { field: 'source', paths: ['', 'images', 'image'], suits: value => isMedia('image')([value].flat()[0]) },
  gallery: { field: 'images', paths: ['', 'images'], suits: value => isMedia('image')([value].flat()[0]) },
  audio: { field: 'source', paths: ['', 'audio'], suits: isMedia('audio') },
  table: { field: 'rows', paths: ['', 'rows', 'parsed.rows', 'parsed'], suits: hasRows },
  chart: { field: 'rows', paths: ['', 'rows', 'parsed.rows', 'parsed'], suits: hasRows },
  json: { field: 'value', paths: [''], suits: value => value !== undefined },
};

/** What a new component most likely shows or runs: the query that was looked at last, if its result suits. */
export function suggestProperties(state: QueryState, { id, queryField }: Kind): Values {
  const query = state.queries.find(candidate => candidate.id === state.selected);
  if (!query) return {};
  if (queryField && id !== 'textinput') return { [queryField]: query.name };
  const { result } = runOf(state, query.id);
  const fit = fits[id];
  if (!fit || textAt(result, 'status') !== 'ok') return {};
  const path = fit.paths.find(keys => fit.suits(at(result, 'data', ...keys.split('.').filter(Boolean))));
  return path === undefined ? {} : { [fit.field]: `{{queries.${query.name}.data${path && `.${path}`}}}` };
}
