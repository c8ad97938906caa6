import type { ReactNode } from 'react';
import { at, textAt } from '../json/at';
import { Facts } from './facts';
import { MediaList } from './media-list';
import { Warnings } from './warnings';

interface Props {
  result: unknown;
}

/** A result with status ok: its sentence, its warnings, its text and media, and what it took. */
export function Success({ result }: Props): ReactNode {
  const data = at(result, 'data');
  const text = typeof data === 'string' ? data : textAt(data, 'text');
  const message = textAt(result, 'message');
  return (
    <>
      {message && <p className="message">{message}</p>}
      <Warnings result={result} />
      {text && <p className="answer">{text}</p>}
      <MediaList data={data} />
      <Facts of={at(result, 'metadata')} />
    </>
  );
}
