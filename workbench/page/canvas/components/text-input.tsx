import { type KeyboardEvent, type ReactNode, useId } from 'react';
import { at } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import type { ComponentProps } from './component-props';
import { runNamed } from './run-query';

/** A box to type into; `components.<name>.value` is what it holds. */
export function TextInput({ component: { id, name }, values }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const field = useId();
  const query = toText(values['query']);
  const value = toText(useQueryState(({ components }) => at(components[name], 'value')));
  const shared = {
    id: field,
    value,
    placeholder: toText(values['placeholder']),
    onChange: ({ target }: { target: { value: string } }) => store.setInput(id, target.value),
    onKeyDown: (event: KeyboardEvent) => {
      const isSubmit = event.key === 'Enter' && (values['multiline'] !== true || event.ctrlKey || event.metaKey);
      if (isSubmit && query) runNamed(store, query);
    },
  };
  return (
    <div className="canvas-field">
      <label htmlFor={field}>{toText(values['label']) || name}</label>
      {values['multiline'] === true ? <textarea {...shared} /> : <input type="text" autoComplete="off" {...shared} />}
    </div>
  );
}
