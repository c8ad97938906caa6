import type { ReactNode } from 'react';
import { at, listAt, textAt } from '../json/at';
import { Facts } from './facts';
import { focusField } from './focus-field';

interface Props {
  result: unknown;
}

/** A failed query: what to do first, then what failed and why, field by field where that is known. */
export function Failure({ result }: Props): ReactNode {
  const hint = textAt(result, 'data', 'hint');
  const problems = listAt(result, 'data', 'problems');
  const link = textAt(result, 'data', 'docs_url');
  // The description ends with the hint and, for refused options, consists of the problems.
  const reason = (textAt(result, 'description') ?? '').replace(hint ?? '', '').trim();
  return (
    <div role="alert" className="failure">
      {hint && <p className="notice error">{hint}</p>}
      <p className="message">{textAt(result, 'message') ?? 'The query failed'}</p>
      {problems.length === 0 ? (
        <p className="plain">{reason}</p>
      ) : (
        <ul className="problems" aria-label="Problems">
          {problems.map(problem => (
            <li key={JSON.stringify(problem)}>
              <button type="button" className="field-link" onClick={() => focusField(textAt(problem, 'field') ?? '')}>
                {textAt(problem, 'field')}
              </button>{' '}
              {textAt(problem, 'message')}
              {at(problem, 'allowed') !== undefined && <Allowed values={at(problem, 'allowed')} />}
            </li>
          ))}
        </ul>
      )}
      {link?.startsWith('https://') && (
        <a href={link} target="_blank" rel="noopener noreferrer">
          More on this error
        </a>
      )}
      <Facts of={at(result, 'data')} />
    </div>
  );
}

function Allowed({ values }: { values: unknown }): ReactNode {
  const text = Array.isArray(values) ? values.join(', ') : typeof values === 'object' ? JSON.stringify(values) : values;
  return <span className="muted"> Allowed: {String(text)}</span>;
}
