import { type ChangeEvent, type ReactNode, useRef } from 'react';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import { saveFile } from '../shell/save-file';

/** Reads queries from a file, and writes them into one. */
export function FileButtons(): ReactNode {
  const store = useQueryStore();
  const isEmpty = useQueryState(({ queries }) => queries.length === 0);
  const picker = useRef<HTMLInputElement>(null);

  async function read({ target }: ChangeEvent<HTMLInputElement>): Promise<void> {
    const file = target.files?.[0];
    if (!file) return;
    try {
      const count = store.importFile(await file.text());
      announce(count === 1 ? 'One query was added' : `${count} queries were added`);
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
        onClick={() => saveFile('queries.json', store.exportFile())}
      >
        Export
      </button>
      <input
        ref={picker}
        type="file"
        accept="application/json,.json"
        aria-label="File of queries to import"
        className="visually-hidden"
        tabIndex={-1}
        onChange={read}
      />
    </div>
  );
}
