import type { ReactNode } from 'react';
import { listAt, textAt } from '../../forms/json';
import { inLabels, useForm } from '../form/form-context';

interface Props {
  result: unknown;
}

/** What was left out of the request or came out otherwise than asked. */
export function Warnings({ result }: Props): ReactNode {
  const { labels } = useForm();
  const warnings = listAt(result, 'metadata', 'warnings');
  const labelOf = (key = ''): string => labels[key] ?? key;
  if (warnings.length === 0) return null;
  return (
    <ul className="notice warning" aria-label="Warnings">
      {warnings.map(warning => (
        <li key={JSON.stringify(warning)}>
          <strong title={textAt(warning, 'parameter')}>{labelOf(textAt(warning, 'parameter'))}</strong>{' '}
          {inLabels(textAt(warning, 'reason') ?? '', labels)}
        </li>
      ))}
    </ul>
  );
}
