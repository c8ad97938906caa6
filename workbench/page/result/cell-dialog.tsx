import { type ReactNode, useEffect, useRef } from 'react';
import { copyText } from '../shell/copy-text';
import { JsonText } from './json-text';
import { toCellText } from './table-data';

/** The cell of a table that is shown whole. */
export interface OpenCell {
  column: string;
  value: unknown;
}

/** A value that does not fit into its cell. */
export function CellDialog({ column, value, onClose }: OpenCell & { onClose(): void }): ReactNode {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => void dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} aria-label={column} className="cell-dialog" onClose={onClose}>
      <div className="panel-heading">
        <h2>{column}</h2>
        <span className="pending-buttons">
          <button type="button" onClick={() => copyText(toCellText(value), column)}>
            Copy
          </button>
          <button type="button" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </span>
      </div>
      <pre className="parsed">
        {typeof value === 'object' ? <JsonText text={JSON.stringify(value, null, 2)} /> : String(value)}
      </pre>
    </dialog>
  );
}
