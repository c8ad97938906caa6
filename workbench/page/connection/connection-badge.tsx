import type { ReactNode } from 'react';
import type { Connection } from './use-connection';

interface Props {
  connection: Connection;
}

/** Says at all times whether running a query may cost money. */
export function ConnectionBadge({ connection: { shown } }: Props): ReactNode {
  if (!shown) return null;
  return shown.isOwn ? (
    <a className="badge live" href="#connection">
      Own connection: queries may be billed
    </a>
  ) : (
    <a className="badge" href="#connection">
      Emulator: no key, no cost
    </a>
  );
}
