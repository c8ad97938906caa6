import type { ReactNode } from 'react';
import { readDefaults } from '../../forms/field';
import { useExamples } from '../examples/use-examples';
import { nameOperation } from './operation-names';

interface Props {
  operations: unknown;
  onTaken?: () => void;
}

/** The examples, each a button that adds its query. */
export function ExampleList({ operations, onTaken }: Props): ReactNode {
  const { examples, take } = useExamples();
  if (examples.length === 0) return <p className="muted">There are no examples for this plugin.</p>;
  return (
    <ul className="examples">
      {examples.map(example => (
        <li key={example.name}>
          <button
            type="button"
            onClick={async () => {
              await take(example, readDefaults(operations));
              onTaken?.();
              // What was pressed is gone; what comes next is to run it.
              requestAnimationFrame(() => document.getElementById('run-query')?.focus());
            }}
          >
            <strong>{example.title}</strong>
            <span className="muted">{nameOperation(operations, example.options['operation'])}</span>
          </button>
        </li>
      ))}
    </ul>
  );
}
