import { Check, CornerDownLeft, X } from 'lucide-react';
import { type FormEvent, type ReactNode, useId, useState } from 'react';
import { listPending, type PendingCall } from '../queries/run-state';
import { useQueryStore } from '../queries/use-queries';
import { readDraft, writeDraft } from './drafts';
import { JsonText } from './json-text';

interface Props {
  name: string;
  result: unknown;
}

/** What an answer waits for; when all of it has been said, the next turn runs. */
export function PendingCalls({ name, result }: Props): ReactNode {
  const store = useQueryStore();
  const calls = listPending(result);
  const [replies, setReplies] = useState<Record<string, object>>({});
  if (calls.length === 0) return null;
  const open = calls.filter(({ id }) => !replies[id]);

  function settle({ id, type }: PendingCall, reply: object): void {
    const all = { ...replies, [id]: { id, ...(type && { type }), ...reply } };
    setReplies(all);
    const outputs = calls.flatMap(call => all[call.id] ?? []);
    if (outputs.length === calls.length) void store.answer(name, outputs);
  }

  return (
    <section className="pending" aria-labelledby="pending-heading">
      <h3 id="pending-heading">
        Waiting for you{calls.length > 1 && `: ${open.length} of ${calls.length} left to answer`}
      </h3>
      {open.map(call => (
        <div key={call.id} className="pending-call">
          <p>
            {call.kind === 'approval' ? `${call.server ?? 'A server'} wants to run ` : 'The model calls your function '}
            <code>{call.name}</code>
            {call.kind === 'approval' ? ' with:' : '. Run it, then give its output:'}
          </p>
          <pre>
            <JsonText
              text={typeof call.input === 'string' ? call.input : (JSON.stringify(call.input, null, 2) ?? '')}
            />
          </pre>
          {call.kind === 'approval' ? (
            <div className="pending-buttons">
              <button type="button" className="primary" onClick={() => settle(call, { approve: true })}>
                <Check size={16} aria-hidden /> Approve
              </button>
              <button type="button" onClick={() => settle(call, { approve: false })}>
                <X size={16} aria-hidden /> Decline
              </button>
            </div>
          ) : (
            <FunctionOutput call={call} onAnswer={output => settle(call, { output })} />
          )}
        </div>
      ))}
    </section>
  );
}

function FunctionOutput({ call: { id: call, name }, onAnswer }: { call: PendingCall; onAnswer(output: string): void }) {
  const [text, setText] = useState(() => readDraft(call));
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
        spellCheck={false}
        onChange={({ target }) => {
          setText(target.value);
          writeDraft(call, target.value);
        }}
      />
      <button type="submit" className="primary" disabled={text.trim() === ''}>
        <CornerDownLeft size={16} aria-hidden /> Answer
      </button>
    </form>
  );
}
