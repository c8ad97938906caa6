import { type ChangeEvent, type ReactNode, useId } from 'react';
import { at, listAt, textAt } from '../../../forms/json';
import { readFileValue } from '../../examples/file-value';
import { toText } from '../../form/widgets/widget';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import { announce } from '../../shell/announcements';
import type { ComponentProps } from './component-props';

/** Picks files; `components.<name>.file` is the list of them, as a host has it. */
export function FilePicker({ component: { id, name }, values }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const field = useId();
  const component = useQueryState(({ components }) => components[name]);
  const files = listAt(component, 'file');

  async function pick({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    try {
      const picked = await Promise.all([...(target.files ?? [])].map(file => readFileValue(file, file.name)));
      if (picked.length > 0) store.setInput(id, picked);
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
    // So that the same file can be picked again after it has changed.
    target.value = '';
  }

  return (
    <div className="canvas-field">
      <label htmlFor={field}>{toText(values['label']) || name}</label>
      <input
        id={field}
        type="file"
        accept={toText(values['accept'])}
        multiple={values['multiple'] === true}
        onChange={pick}
      />
      {files.length > 0 && (
        <div className="canvas-files">
          <ul>
            {files.map((file, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: two files may be equal
              <li key={index}>{describe(file)}</li>
            ))}
          </ul>
          <button type="button" className="quiet" onClick={() => store.setInput(id, [])}>
            Remove
          </button>
        </div>
      )}
    </div>
  );
}

function describe(file: unknown): string {
  const size = at(file, 'size');
  const kilobytes = typeof size === 'number' ? `, ${Math.ceil(size / 1024).toLocaleString('en-US')} KB` : '';
  return `${textAt(file, 'name') ?? 'File'}${kilobytes}`;
}
