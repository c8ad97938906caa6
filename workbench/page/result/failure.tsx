import type { ReactNode } from 'react';
import { at, listAt, textAt } from '../../forms/json';
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
            <Problem key={JSON.stringify(problem)} problem={problem} />
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

/** A field that is wrong: its name, which leads to it, and why. */
function Problem({ problem }: { problem: unknown }): ReactNode {
  const field = textAt(problem, 'field') ?? '';
  const message = textAt(problem, 'message') ?? '';
  const allowed = describeAllowed(at(problem, 'allowed'), message);
  return (
    <li>
      <button type="button" className="field-link" onClick={() => focusField(field)}>
        {field}
      </button>{' '}
      {message.startsWith(`${field} `) ? message.slice(field.length + 1) : message}
      {allowed && <span className="muted"> Allowed: {allowed}</span>}
    </li>
  );
}

/** What a field takes, unless the message has said so. */
function describeAllowed(allowed: unknown, message: string): string | undefined {
  if (allowed === undefined) return undefined;
  const values = Array.isArray(allowed) ? allowed : [allowed];
  const texts = values.map(value => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  return texts.every(text => message.includes(text)) ? undefined : texts.join(', ');
}
