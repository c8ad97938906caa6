import { type ReactNode, useState } from 'react';
import { textAt } from '../../forms/json';
import { testConnection } from '../host-api/connection';

type Outcome = { status: 'ok' | 'failed' | 'running'; message: string };

/** Tests the connection that queries run on, and says what the plugin says. */
export function ConnectionTest(): ReactNode {
  const [outcome, setOutcome] = useState<Outcome>();

  async function test(): Promise<void> {
    setOutcome({ status: 'running', message: 'Testing…' });
    try {
      const result = await testConnection();
      const isOk = textAt(result, 'status') === 'ok';
      const message = textAt(result, 'message') ?? (isOk ? 'Connection verified' : 'The connection failed');
      setOutcome({ status: isOk ? 'ok' : 'failed', message });
    } catch (error) {
      setOutcome({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div className="connection-test">
      <button type="button" disabled={outcome?.status === 'running'} onClick={test}>
        Test connection
      </button>
      <output className={`connection-outcome ${outcome?.status ?? ''}`}>{outcome?.message}</output>
    </div>
  );
}
