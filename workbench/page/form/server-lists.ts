import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';
import type { Choice, Values } from '../../forms/field';
import { isObject, listAt, textAt } from '../../forms/json';
import { runQuery } from '../host-api/query';
import { useForm } from './form-context';

/** Which query lists what the connected server has for a field. */
export interface ServerList {
  options: Values;
  /** Where the result's data has its rows. */
  rows: string;
  /** Which columns of a row say what is sent, what it is called, and which operations take it. */
  value: string;
  name: string;
  operations: string;
}

interface Row extends Choice {
  operations: string[];
}

const lists = createStore<{ rows: Record<string, Row[]> }>(() => ({ rows: {} }));
let asked = 0;

/** Asks the connected server anew what it has; fields whose list it does not give keep what the form has. */
export async function loadServerLists(wanted: Record<string, ServerList>): Promise<void> {
  asked += 1;
  const round = asked;
  lists.setState({ rows: {} });
  for (const [field, list] of Object.entries(wanted)) {
    const rows = await fetchRows(list);
    if (round !== asked) return;
    lists.setState(state => ({ rows: { ...state.rows, [field]: rows } }));
  }
}

/** The emulator has what the form has. */
export function dropServerLists(): void {
  asked += 1;
  lists.setState({ rows: {} });
}

async function fetchRows({ options, rows, value, name, operations }: ServerList): Promise<Row[]> {
  try {
    for await (const event of runQuery(options, new AbortController().signal, crypto.randomUUID())) {
      return listAt(event, 'result', 'data', rows)
        .filter(isObject)
        .flatMap(row => {
          const id = textAt(row, value);
          return id
            ? [{ value: id, name: textAt(row, name) ?? id, operations: listAt(row, operations).map(String) }]
            : [];
        });
    }
  } catch {
    // The query that needs the server says what is wrong with it.
  }
  return [];
}

const none: Row[] = [];

/** What the connected server has for a field of the form that is shown; nothing where it was not asked. */
export function useServerChoices(field: string): Choice[] {
  const { operation } = useForm();
  const rows = useStore(lists, state => state.rows[field] ?? none);
  // A model that nobody knows may serve any operation.
  return rows.filter(({ operations }) => operations.length === 0 || operations.includes(operation));
}
