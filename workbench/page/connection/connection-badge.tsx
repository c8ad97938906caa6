import { CircleDollarSign, FlaskConical } from 'lucide-react';
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
      <CircleDollarSign size={15} aria-hidden />
      <span className="header-text">Own connection: queries may be billed</span>
    </a>
  ) : (
    <a className="badge" href="#connection">
      <FlaskConical size={15} aria-hidden />
      <span className="header-text">Emulator: no key, no cost</span>
    </a>
  );
}
