import type { ReactNode } from 'react';
import { at, listAt, textAt } from '../json/at';
import { Facts } from './facts';

interface Props {
  result: unknown;
}

/** A failed query: what to do first, then what failed and why. Its data stands in the envelope. */
export function Failure({ result }: Props): ReactNode {
  const hint = textAt(result, 'data', 'hint');
  const problems = listAt(result, 'data', 'problems');
  // The description ends with the hint and, for refused options, consists of the problems.
  const reason = (textAt(result, 'description') ?? '').replace(hint ?? '', '').trim();
  return (
    <div role="alert">
      {hint && <p className="notice error">{hint}</p>}
      <p className="message">{textAt(result, 'message') ?? 'The query failed'}</p>
      {problems.length === 0 ? (
        <p className="reason">{reason}</p>
      ) : (
        <ul className="problems" aria-label="Problems">
          {problems.map(problem => (
            <li key={JSON.stringify(problem)}>{textAt(problem, 'message')}</li>
          ))}
        </ul>
      )}
      <Facts of={at(result, 'data')} />
    </div>
  );
}
