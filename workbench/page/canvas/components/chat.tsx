import { SendHorizontal } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useRef } from 'react';
import { at, listAt, textAt } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import { runOf } from '../../queries/query-state';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import { Markdown } from '../../result/markdown';
import { announce } from '../../shell/announcements';
import type { ComponentProps } from './component-props';
import { useValue } from './use-value';

/**
 * A conversation with a query, whose prompt reads `components.<name>.value`. Its result's `message_history` is what has
 * been said; an answer is shown while it arrives.
 */
export function Chat({ component, values }: ComponentProps): ReactNode {
  const store = useQueryStore();
  const [text, setText] = useValue(component);
  const end = useRef<HTMLDivElement>(null);
  const name = toText(values['query']);
  const run = useQueryState(state => {
    const query = state.queries.find(candidate => candidate.name === name);
    return query && runOf(state, query.id);
  });
  const isRunning = run?.state.phase === 'running';
  const arriving = run?.state.phase === 'running' ? run.state.progress.text : '';
  const said = listAt(values['history']);
  const failure = textAt(run?.result, 'status') === 'ok' ? undefined : textAt(run?.result, 'description');

  // In newer browsers scrolling returns a promise, which React would take for the effect's end.
  // biome-ignore lint/correctness/useExhaustiveDependencies: whatever comes is to be in sight
  useEffect(() => void end.current?.scrollIntoView({ block: 'nearest' }), [said.length, arriving]);

  async function send(event: FormEvent): Promise<void> {
    event.preventDefault();
    if (isRunning || toText(text).trim() === '') return;
    if (!run && !store.getState().queries.some(query => query.name === name)) {
      announce('This conversation has no query yet');
      return;
    }
    const result = await store.run(name);
    if (at(result, 'status') === 'ok') setText('');
  }

  return (
    <div className="canvas-chat">
      <div className="canvas-chat-log" role="log" aria-label={toText(values['label']) || 'Conversation'}>
        {said.map((message, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what was said keeps its place
          <div key={index} className={`canvas-said ${textAt(message, 'role') ?? ''}`}>
            <Markdown text={toText(at(message, 'content'))} />
          </div>
        ))}
        {isRunning && toText(text) !== '' && <div className="canvas-said user">{toText(text)}</div>}
        {arriving && <div className="canvas-said assistant plain">{arriving}</div>}
        {failure && <p className="notice error">{failure}</p>}
        <div ref={end} />
      </div>
      <form onSubmit={send}>
        <input
          type="text"
          aria-label={toText(values['placeholder']) || 'Message'}
          placeholder={toText(values['placeholder'])}
          value={toText(text)}
          autoComplete="off"
          onChange={event => setText(event.target.value)}
        />
        <button type="submit" className="primary" aria-label="Send" disabled={isRunning}>
          <SendHorizontal size={16} aria-hidden />
        </button>
      </form>
    </div>
  );
}
