import { type ChangeEvent, type ReactNode, useId } from 'react';
import { at, listAt, textAt } from '../../forms/json';
import { readFileValue } from '../examples/file-value';
import { referencesOf } from '../queries/references';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryState, useQueryStore } from '../queries/use-queries';

interface Props {
  query: SavedQuery;
}

/** Gives values to components that the query reads and that no canvas has. */
export function StandIns({ query }: Props): ReactNode {
  const components = useQueryState(state => state.components);
  const missing = referencesOf(query.options).filter(
    ({ kind, name }) => kind === 'components' && !(name in components)
  );
  if (missing.length === 0) return null;
  return (
    <fieldset className="stand-ins">
      <legend>Components this query reads</legend>
      <p className="muted">None of these is on a canvas, so they have these values.</p>
      {missing.map(({ name }) => (
        <StandIn key={name} name={name} />
      ))}
    </fieldset>
  );
}

function StandIn({ name }: { name: string }): ReactNode {
  const store = useQueryStore();
  const id = useId();
  const value = useQueryState(state => state.stand_ins[name]);
  const [file] = listAt(value, 'file');
  const picture = textAt(file, 'dataURL');

  async function pick({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const picked = await Promise.all([...(target.files ?? [])].map(each => readFileValue(each, each.name)));
    if (picked.length > 0) store.setStandIn(name, { file: picked });
  }

  return (
    <div className="stand-in">
      <strong>{name}</strong>
      <label htmlFor={`${id}-file`}>File</label>
      <input id={`${id}-file`} type="file" multiple onChange={pick} />
      {picture?.startsWith('data:image/') && <img src={picture} alt="" width="48" height="48" />}
      {file !== undefined && <span className="muted">{textAt(file, 'name')}</span>}
      <label htmlFor={`${id}-value`}>or value</label>
      <input
        id={`${id}-value`}
        type="text"
        value={String(at(value, 'value') ?? '')}
        onChange={event => store.setStandIn(name, { value: event.target.value })}
      />
    </div>
  );
}
