import {
  AudioLines,
  Boxes,
  Database,
  Image,
  type LucideIcon,
  MessageSquareText,
  Sparkles,
  Table2,
  Telescope,
} from 'lucide-react';
import { type ReactNode, useId } from 'react';
import { flushSync } from 'react-dom';
import { readDefaults } from '../../forms/field';
import type { Example } from '../examples/examples';
import { useExamples } from '../examples/use-examples';
import { nameOperation } from './operation-names';

const groupIcons: Record<string, LucideIcon> = {
  Text: MessageSquareText,
  Images: Image,
  Sound: AudioLines,
  Tables: Table2,
  'Tools and research': Telescope,
  'Stored at OpenAI': Database,
  'Models and API': Boxes,
};

interface Props {
  operations: unknown;
  onTaken?: () => void;
}

/** The examples in their groups, each a button that adds its query. */
export function ExampleList(props: Props): ReactNode {
  const { groups, examples } = useExamples();
  if (examples.length === 0) return <p className="muted">There are no examples for this plugin.</p>;
  return groups.map(group => (
    <Group key={group} {...props} title={group} examples={examples.filter(example => example.group === group)} />
  ));
}

interface GroupProps extends Props {
  title: string;
  examples: Example[];
}

function Group({ title, examples, operations, onTaken }: GroupProps): ReactNode {
  const { take } = useExamples();
  const heading = useId();
  const Icon = groupIcons[title] ?? Sparkles;
  return (
    <section className="example-group" aria-labelledby={heading}>
      <h3 id={heading}>
        <Icon size={16} aria-hidden />
        {title}
      </h3>
      <ul className="examples">
        {examples.map(example => (
          <li key={example.name}>
            <button
              type="button"
              onClick={async () => {
                await take(example, readDefaults(operations));
                // What was pressed is gone; what comes next is to run it. Later, somebody might already type.
                flushSync(() => onTaken?.());
                document.getElementById('run-query')?.focus();
              }}
            >
              <strong>{example.title}</strong>
              <span className="muted">{nameOperation(operations, example.options['operation'])}</span>
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
