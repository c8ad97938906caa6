import { Command } from 'cmdk';
import {
  BookOpen,
  Cable,
  CircleHelp,
  CopyPlus,
  Eye,
  FileText,
  LayoutDashboard,
  ListTree,
  type LucideIcon,
  Play,
  Plus,
  Redo2,
  Terminal,
  Undo2,
} from 'lucide-react';
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
  icon: LucideIcon;
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
              {
                icon: Play,
                title: `Run ${selected.name}`,
                keys: `${controlKey} Enter`,
                act: () => void store.run(selected.name),
              },
              {
                icon: Eye,
                title: `Preview the request of ${selected.name}`,
                act: () => void store.run(selected.name, { dry_run: true }),
              },
              { icon: CopyPlus, title: `Duplicate ${selected.name}`, act: () => store.duplicate(selected.id) },
            ]
          : []),
        { icon: Plus, title: 'New query', act: () => show(store.add('query1', readDefaults(operations)).id) },
        { icon: Terminal, title: 'New query from a cURL command', act: () => openDialog('curl') },
        { icon: Undo2, title: 'Undo', keys: `${controlKey} Z`, act: () => undoAloud(store) },
        { icon: Redo2, title: 'Redo', keys: `${controlKey} Shift Z`, act: () => redoAloud(store) },
        { icon: CircleHelp, title: 'Keyboard shortcuts', keys: '?', act: () => openDialog('shortcuts') },
      ],
    ],
    [
      'Go to',
      [
        ...queries.map(({ id, name }) => ({ icon: FileText, title: name, act: () => show(id) })),
        { icon: ListTree, title: 'Queries', keys: 'G Q', act: () => go('queries') },
        { icon: LayoutDashboard, title: 'Canvas', keys: 'G C', act: () => go('canvas') },
        { icon: Cable, title: 'Connection', keys: 'G N', act: () => go('connection') },
      ],
    ],
    [
      'Examples',
      examples.map(example => ({
        icon: BookOpen,
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
                  <entry.icon size={15} aria-hidden />
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
