import { type ReactNode, useState } from 'react';
import { at, textAt } from '../../forms/json';
import { Facts } from './facts';
import { JsonText } from './json-text';
import { Markdown } from './markdown';
import { MediaList } from './media-list';
import { Sources } from './sources';
import { Table } from './table';
import { Warnings } from './warnings';

interface Props {
  result: unknown;
}

/** A result with status ok: its sentence, its warnings, its text, tables and media, and what it took. */
export function Success({ result }: Props): ReactNode {
  const data = at(result, 'data');
  const parsed = at(data, 'parsed');
  const rows = findRows(data);
  // An answer that was asked for as data says as text what the data says.
  const text = parsed === undefined ? readText(data) : undefined;
  const message = textAt(result, 'message');
  return (
    <>
      {message && <p className="message">{message}</p>}
      <Warnings result={result} />
      {text && <Answer text={text} />}
      <Sources data={data} />
      {parsed !== undefined && rows.length === 0 && (
        <pre className="parsed">
          <JsonText text={JSON.stringify(parsed, null, 2)} />
        </pre>
      )}
      {rows.map(({ name, rows: found }) => (
        <Table key={name} name={name} rows={found} />
      ))}
      <MediaList data={data} />
      <Facts of={at(result, 'metadata')} />
    </>
  );
}

function Answer({ text }: { text: string }): ReactNode {
  const [isPlain, setPlain] = useState(false);
  return (
    <div className="answer">
      {isPlain ? <p className="plain">{text}</p> : <Markdown text={text} />}
      <button type="button" className="quiet" aria-pressed={isPlain} onClick={() => setPlain(!isPlain)}>
        As plain text
      </button>
    </div>
  );
}

const readText = (data: unknown): string | undefined =>
  typeof data === 'string' ? data : (textAt(data, 'report') ?? textAt(data, 'text'));

/** Lists of objects that a builder would bind to a table. */
function findRows(data: unknown): { name: string; rows: Record<string, unknown>[] }[] {
  const places: [string, unknown][] = [
    ['data.rows', at(data, 'rows')],
    ['data.parsed.rows', at(data, 'parsed', 'rows')],
    ['data.parsed', at(data, 'parsed')],
    ['data', data],
  ];
  return places.flatMap(([name, value]) => {
    if (!Array.isArray(value) || value.length === 0) return [];
    return value.every(isRow) ? [{ name, rows: value }] : [];
  });
}

const isRow = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
