import { Check, CornerDownLeft, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { listPending, type PendingCall } from '../queries/run-state';
import { useQueryStore } from '../queries/use-queries';

interface Props {
  name: string;
  result: unknown;
}

/** What an answer waits for; when all of it has been said, the next turn runs. */
export function PendingCalls({ name, result }: Props): ReactNode {
  const store = useQueryStore();
  const calls = listPending(result);
  const [answers, setAnswers] = useState<Record<string, object>>({});
  if (calls.length === 0) return null;

  function settle(call: PendingCall, answer: object): void {
    const all = { ...answers, [call.id]: answer };
    setAnswers(all);
    const outputs = calls.flatMap(({ id }) => all[id] ?? []);
    if (outputs.length === calls.length) void store.answer(name, outputs);
  }

  return (
    <section className="pending" aria-labelledby="pending-heading">
      <h3 id="pending-heading">Waiting for you</h3>
      {calls
        .filter(({ id }) => !answers[id])
        .map(call => (
          <div key={call.id} className="pending-call">
            <p>
              {call.kind === 'approval' ? 'A server wants to run ' : 'The model calls your function '}
              <code>{call.name}</code>
            </p>
            <pre>{typeof call.input === 'string' ? call.input : JSON.stringify(call.input, null, 2)}</pre>
            {call.kind === 'approval' ? (
              <div className="pending-buttons">
                <button type="button" className="primary" onClick={() => settle(call, { id: call.id, approve: true })}>
                  <Check size={16} aria-hidden /> Approve
                </button>
                <button type="button" onClick={() => settle(call, { id: call.id, approve: false })}>
                  <X size={16} aria-hidden /> Decline
                </button>
              </div>
            ) : (
              <FunctionOutput name={call.name} onAnswer={output => settle(call, { id: call.id, output })} />
            )}
          </div>
        ))}
    </section>
  );
}

function FunctionOutput({ name, onAnswer }: { name: string; onAnswer(output: string): void }): ReactNode {
  const [text, setText] = useState('');
  const id = useId();
  function submit(event: FormEvent): void {
    event.preventDefault();
    onAnswer(text);
  }
  return (
    <form className="function-output" onSubmit={submit}>
      <label htmlFor={id}>Output of {name}</label>
      <textarea
        id={id}
        value={text}
        placeholder='{ "temperature": 21 }'
        onChange={event => setText(event.target.value)}
      />
      <button type="submit" className="primary">
        <CornerDownLeft size={16} aria-hidden /> Answer
      </button>
    </form>
  );
}
