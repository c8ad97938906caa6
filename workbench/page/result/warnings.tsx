import type { ReactNode } from 'react';
import { listAt, textAt } from '../../forms/json';

interface Props {
  result: unknown;
}

/** What was left out of the request or came out otherwise than asked. */
export function Warnings({ result }: Props): ReactNode {
  const warnings = listAt(result, 'metadata', 'warnings');
  if (warnings.length === 0) return null;
  return (
    <ul className="notice warning" aria-label="Warnings">
      {warnings.map(warning => (
        <li key={JSON.stringify(warning)}>
          <code>{textAt(warning, 'parameter')}</code> {textAt(warning, 'reason')}
        </li>
      ))}
    </ul>
  );
}
