import { type ChangeEvent, type ReactNode, useRef } from 'react';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import { saveFile } from '../shell/save-file';

/** Reads queries and the canvas from a file, and writes them into one. */
export function FileButtons(): ReactNode {
  const store = useQueryStore();
  const isEmpty = useQueryState(({ queries, canvas }) => queries.length + canvas.length === 0);
  const picker = useRef<HTMLInputElement>(null);

  async function read({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = target.files?.[0];
    if (!file) return;
    try {
      const { queries, canvas, switchedOff } = store.importFile(await file.text());
      const safety =
        switchedOff.length > 0 ? `. Running on page load was switched off for ${switchedOff.join(', ')}` : '';
      announce(
        `Added: ${count(queries.length, 'query', 'queries')}, ${count(canvas.length, 'component', 'components')}${safety}`
      );
    } catch (error) {
      announce(error instanceof Error ? error.message : String(error));
    }
    target.value = '';
  }

  return (
    <div className="file-buttons">
      <button type="button" className="quiet" onClick={() => picker.current?.click()}>
        Import
      </button>
      <button
        type="button"
        className="quiet"
        disabled={isEmpty}
        onClick={() => saveFile('workbench.json', store.exportFile())}
      >
        Export
      </button>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        aria-label="File of queries and components to import"
        className="visually-hidden"
        tabIndex={-1}
        onChange={read}
      />
    </div>
  );
}

const count = (number: number, one: string, many: string): string => `${number} ${number === 1 ? one : many}`;
