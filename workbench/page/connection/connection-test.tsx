import { CircleAlert, CircleCheck } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Values } from '../../forms/field';
import { at, isObject, textAt } from '../../forms/json';
import { testConnection } from '../host-api/connection';

type Outcome = { status: 'ok' | 'failed' | 'running'; message: string; data?: unknown };

interface Props {
  /** What is not saved yet, and is tested all the same. */
  changes?: Values;
}

/** Tests the connection, and says what the plugin says: whether it works, and what can be done with it. */
export function ConnectionTest({ changes }: Props): ReactNode {
  const [outcome, setOutcome] = useState<Outcome>();

  async function test(): Promise<void> {
    setOutcome({ status: 'running', message: 'Testing…' });
    try {
      const result = await testConnection(changes);
      const isOk = textAt(result, 'status') === 'ok';
      const message = textAt(result, 'message') ?? (isOk ? 'Connection verified' : 'The connection failed');
      setOutcome({ status: isOk ? 'ok' : 'failed', message, data: at(result, 'data') });
    } catch (error) {
      setOutcome({ status: 'failed', message: error instanceof Error ? error.message : String(error) });
    }
  }

  return (
    <div className="connection-test">
      <button type="button" disabled={outcome?.status === 'running'} onClick={test}>
        {changes ? 'Test before saving' : 'Test connection'}
      </button>
      <output className={`connection-outcome ${outcome?.status ?? ''}`}>
        {outcome?.status === 'ok' && <CircleCheck size={16} aria-hidden />}
        {outcome?.status === 'failed' && <CircleAlert size={16} aria-hidden />}
        {outcome && withoutCapabilities(outcome)}
      </output>
      {outcome?.status === 'ok' && <Capabilities data={outcome.data} />}
    </div>
  );
}

const listCapabilities = (data: unknown): [name: string, value: unknown][] =>
  Object.entries(['operations', 'capabilities'].map(key => at(data, key)).find(isObject) ?? {});

/** The message for hosts that show nothing else; what it says of capabilities is on their cards. */
function withoutCapabilities({ message, data }: Outcome): string {
  const names = listCapabilities(data).map(([name]) => name);
  const [first = '', ...others] = message.split(/(?<=\.) /);
  const isShown = (sentence: string): boolean => names.some(name => sentence.split(/\W+/).includes(name));
  return [first, ...others.filter(sentence => !isShown(sentence))].join(' ');
}

/** What the account's models can do: how many can, for each capability that the plugin looks for. */
function Capabilities({ data }: { data: unknown }): ReactNode {
  const entries = listCapabilities(data);
  if (entries.length === 0) return null;
  return (
    <dl className="capabilities" aria-label="Capabilities">
      {entries.map(([name, value]) => (
        <div key={name} className={isThere(value) ? 'is-there' : 'is-missing'}>
          <dt>{name.replaceAll('_', ' ')}</dt>
          <dd>{describe(value)}</dd>
        </div>
      ))}
    </dl>
  );
}

const isThere = (value: unknown): boolean =>
  isObject(value) && 'available' in value ? value['available'] === true : Boolean(value);

function describe(value: unknown): string {
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  const { models, references }: Record<string, unknown> = isObject(value) ? value : {};
  if (!isThere(value)) return 'no model';
  if (typeof models !== 'number') return 'yes';
  const count = models === 1 ? '1 model' : `${models} models`;
  return typeof references === 'number' ? `${count}, up to ${references} reference images` : count;
}
