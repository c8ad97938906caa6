import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { Values } from '../form/field';
import { testConnection } from '../host-api/query';
import { textAt } from '../json/at';

type Outcome = { status: 'ok' | 'failed' | 'running'; message: string };

interface Props {
  source: Values | undefined;
  /** The form's fields. */
  children: ReactNode;
}

/** A connection form that is tested as it stands, instead of being saved. */
export function ConnectionTest({ source, children }: Props): ReactNode {
  const [outcome, setOutcome] = useState<Outcome>();

  // biome-ignore lint/correctness/useExhaustiveDependencies: an outcome speaks of the connection that was tested
  useEffect(() => setOutcome(undefined), [source]);

  async function test(event: FormEvent): Promise<void> {
    event.preventDefault();
    setOutcome({ status: 'running', message: 'Testing…' });
    try {
      const result = await testConnection(source);
      const isOk = textAt(result, 'status') === 'ok';
      const message = textAt(result, 'message') ?? (isOk ? 'Connection verified' : 'The connection failed');
      setOutcome({ status: isOk ? 'ok' : 'failed', message });
    } catch (error) {
      setOutcome({ status: 'failed', message: String(error) });
    }
  }

  return (
    <form className="connection" onSubmit={test}>
      {children}
      <div className="connection-test">
        <button type="submit" disabled={outcome?.status === 'running'}>
          Test connection
        </button>
        <output className={`connection-outcome ${outcome?.status ?? ''}`}>{outcome?.message}</output>
      </div>
    </form>
  );
}
