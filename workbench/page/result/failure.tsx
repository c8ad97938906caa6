import type { ReactNode } from 'react';
import { at, listAt, textAt } from '../../forms/json';
import { inLabels, useForm } from '../form/form-context';
import { Facts } from './facts';
import { focusField } from './focus-field';

interface Props {
  result: unknown;
  /** Where the request went, if one was sent. */
  server?: string | undefined;
}

/** A failed query: what to do first, then what failed and why, field by field where that is known. */
export function Failure({ result, server }: Props): ReactNode {
  const { labels } = useForm();
  const hint = textAt(result, 'data', 'hint');
  const problems = listAt(result, 'data', 'problems');
  // What OpenAI writes of its own errors says nothing about those of another server.
  const link = isOpenAi(server) ? textAt(result, 'data', 'docs_url') : undefined;
  // The description ends with the hint and, for refused options, consists of the problems.
  const reason = (textAt(result, 'description') ?? '').replace(hint ?? '', '').trim();
  return (
    <div role="alert" className="failure">
      {hint && <p className="notice error">{inLabels(hint, labels)}</p>}
      <p className="message">{textAt(result, 'message') ?? 'The query failed'}</p>
      {problems.length === 0 ? (
        <p className="plain">{inLabels(reason, labels)}</p>
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
      {server && <p className="muted">Sent to {server}</p>}
      <Facts of={at(result, 'data')} />
    </div>
  );
}

/** A field that is wrong: its name, which leads to it, and why. */
function Problem({ problem }: { problem: unknown }): ReactNode {
  const { labels } = useForm();
  const field = textAt(problem, 'field') ?? '';
  const message = textAt(problem, 'message') ?? '';
  const allowed = describeAllowed(at(problem, 'allowed'), message);
  return (
    <li>
      <button type="button" className="field-link" title={field} onClick={() => focusField(field)}>
        {labels[field] ?? field}
      </button>{' '}
      {inLabels(message.startsWith(`${field} `) ? message.slice(field.length + 1) : message, labels)}
      {allowed && <span className="muted"> Allowed: {allowed}</span>}
    </li>
  );
}

const isOpenAi = (server: string | undefined): boolean =>
  server === undefined || /(^|\.)openai\.com$/.test(server.replace(/:\d+$/, ''));

/** What a field takes, unless the message has said so. */
function describeAllowed(allowed: unknown, message: string): string | undefined {
  if (allowed === undefined) return undefined;
  const values = Array.isArray(allowed) ? allowed : [allowed];
  const texts = values.map(value => (typeof value === 'object' ? JSON.stringify(value) : String(value)));
  return texts.every(text => message.includes(text)) ? undefined : texts.join(', ');
}
