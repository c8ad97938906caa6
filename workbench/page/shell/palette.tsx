import { Command } from 'cmdk';
import type { ReactNode } from 'react';
import { readDefaults } from '../../forms/field';
import { useExamples } from '../examples/use-examples';
import type { Plugin } from '../host-api/plugin';
import { redoAloud, undoAloud } from '../queries/undo-actions';
import { useQueryState, useQueryStore } from '../queries/use-queries';
import { controlKey } from './control-key';
import { openDialog } from './dialogs';
import { Modal } from './modal';

interface Entry {
  title: string;
  /** What does the same without the palette. */
  keys?: string;
  act(): void;
}

/** Everything that can be done, found by its name. */
export default function Palette({ plugin: { operations } }: { plugin: Plugin }): ReactNode {
  const store = useQueryStore();
  const { examples, take } = useExamples();
  const queries = useQueryState(state => state.queries);
  const selected = useQueryState(state => state.queries.find(({ id }) => id === state.selected));
  const go = (view: string): void => {
    window.location.hash = view;
  };
  const show = (id: string): void => {
    store.select(id);
    go('queries');
  };
  const groups: [heading: string, entries: Entry[]][] = [
    [
      'Do',
      [
        ...(selected
          ? [
              { title: `Run ${selected.name}`, keys: `${controlKey} Enter`, act: () => void store.run(selected.name) },
              {
                title: `Preview the request of ${selected.name}`,
                act: () => void store.run(selected.name, { dry_run: true }),
              },
              { title: `Duplicate ${selected.name}`, act: () => store.duplicate(selected.id) },
            ]
          : []),
        { title: 'New query', act: () => show(store.add('query1', readDefaults(operations)).id) },
        { title: 'New query from a cURL command', act: () => openDialog('curl') },
        { title: 'Undo', keys: `${controlKey} Z`, act: () => undoAloud(store) },
        { title: 'Redo', keys: `${controlKey} Shift Z`, act: () => redoAloud(store) },
        { title: 'Keyboard shortcuts', keys: '?', act: () => openDialog('shortcuts') },
      ],
    ],
    [
      'Go to',
      [
        ...queries.map(({ id, name }) => ({ title: name, act: () => show(id) })),
        { title: 'Queries', keys: 'G Q', act: () => go('queries') },
        { title: 'Canvas', keys: 'G C', act: () => go('canvas') },
        { title: 'Connection', keys: 'G N', act: () => go('connection') },
      ],
    ],
    [
      'Examples',
      examples.map(example => ({
        title: example.title,
        act: () => void take(example, readDefaults(operations)).then(() => go('queries')),
      })),
    ],
  ];

  function choose({ act }: Entry): void {
    openDialog(undefined);
    act();
  }

  return (
    <Modal title="Command palette" className="palette" onClose={() => openDialog(undefined)}>
      <Command label="Command palette" loop>
        <Command.Input placeholder="Search queries, examples and commands" />
        <Command.List>
          <Command.Empty>Nothing is called that.</Command.Empty>
          {groups.map(([heading, entries]) => (
            <Command.Group key={heading} heading={heading}>
              {entries.map(entry => (
                <Command.Item
                  key={`${heading} ${entry.title}`}
                  value={`${heading} ${entry.title}`}
                  onSelect={() => choose(entry)}
                >
                  <span>{entry.title}</span>
                  {entry.keys && <kbd aria-hidden>{entry.keys}</kbd>}
                </Command.Item>
              ))}
            </Command.Group>
          ))}
        </Command.List>
      </Command>
    </Modal>
  );
}
