import { type ReactNode, useEffect, useRef, useState } from 'react';
import { copyText } from '../shell/copy-text';
import { toCellText, writeNumber } from './table-data';
import { summarise } from './tree/summarise';

const longest = 120;

interface Props {
  column: string;
  value: unknown;
  /** Of numbers, at least. */
  decimals?: number;
}

/** A value of a table; one that does not fit opens by a click. */
export function Cell({ column, value, decimals }: Props): ReactNode {
  const [isOpen, setOpen] = useState(false);
  const text = describe(value, decimals);
  if (typeof value === 'string' && /^https?:\/\/\S+$/i.test(value)) {
    return (
      <a href={value} target="_blank" rel="noopener noreferrer">
        {text}
      </a>
    );
  }
  const isLong =
    text !== '' && ((typeof value === 'object' && value !== null) || (typeof value === 'string' && value.length > 24));
  if (!isLong) return <span title={typeof value === 'number' ? String(value) : undefined}>{text}</span>;
  return (
    <>
      <button type="button" className="cell-open" onClick={() => setOpen(true)}>
        {text}
      </button>
      {isOpen && <CellDialog column={column} value={value} onClose={() => setOpen(false)} />}
    </>
  );
}

function CellDialog({ column, value, onClose }: Props & { onClose(): void }): ReactNode {
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
      <pre className="parsed">{typeof value === 'object' ? JSON.stringify(value, null, 2) : String(value)}</pre>
    </dialog>
  );
}

function describe(value: unknown, decimals?: number): string {
  if (value === undefined || value === null) return '';
  if (typeof value === 'number') return writeNumber(value, decimals);
  const text = typeof value === 'string' ? value : isShortList(value) ? value.join(', ') : summarise(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const isShortList = (value: unknown): value is unknown[] =>
  Array.isArray(value) && value.length <= 8 && value.every(item => typeof item !== 'object');
