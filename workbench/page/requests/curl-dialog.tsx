import { type FormEvent, type ReactNode, useState } from 'react';
import { readDefaults, type Values } from '../../forms/field';
import type { Plugin } from '../host-api/plugin';
import { useQueryStore } from '../queries/use-queries';
import { openDialog } from '../shell/dialogs';
import { Modal } from '../shell/modal';
import { readCurl } from './curl';

/** Makes a query of a curl command, such as those of OpenAI's documentation. */
export function CurlDialog({ plugin: { operations } }: { plugin: Plugin }): ReactNode {
  const store = useQueryStore();
  const [text, setText] = useState('');
  const [problem, setProblem] = useState<string>();

  function submit(event: FormEvent): void {
    event.preventDefault();
    try {
      const options: Values = { ...readDefaults(operations), ...readCurl(text) };
      store.add('request1', options);
      window.location.hash = 'queries';
      openDialog(undefined);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <Modal title="New query from a cURL command" onClose={() => openDialog(undefined)}>
      <form className="curl-form" onSubmit={submit}>
        <label htmlFor="curl-command">Command</label>
        <textarea
          id="curl-command"
          rows={8}
          value={text}
          spellCheck={false}
          placeholder="curl https://api.openai.com/v1/models"
          onChange={event => setText(event.target.value)}
        />
        <p className="muted">Its key is left out: the connection has its own.</p>
        <p className="expression-note problem" role="alert">
          {problem}
        </p>
        <button type="submit" className="primary" disabled={text.trim() === ''}>
          Make a query
        </button>
      </form>
    </Modal>
  );
}
