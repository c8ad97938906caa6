import { createContext, useContext } from 'react';
import type { Values } from '../../forms/field';
import { referencesOf } from '../queries/references';
import type { QueryStore } from '../queries/store';
import { useQueryStore } from '../queries/use-queries';
import { announce } from '../shell/announcements';
import type { Example, ExampleFile } from './examples';
import { readFileValue } from './file-value';

const ExamplesContext = createContext<ExampleFile>({
  groups: [],
  examples: [],
  follow_ups: {},
  next_turns: {},
  server_lists: {},
  fileUrls: {},
});

/** Gives a part of the page its examples. */
export const ExamplesProvider = ExamplesContext.Provider;

/** The examples, and what takes one. */
export interface Examples {
  groups: string[];
  examples: Example[];
  /** @param defaults Of a new query, from the plugin's form. */
  take(example: Example, defaults: Values): Promise<void>;
}

/** The examples of this plugin. */
export function useExamples(): Examples {
  const file = useContext(ExamplesContext);
  const store = useQueryStore();
  return {
    groups: file.groups,
    examples: file.examples,
    async take(example, defaults) {
      try {
        await takeWithNeeds(example, defaults, file, store);
      } catch (error) {
        announce(error instanceof Error ? error.message : String(error));
      }
    },
  };
}

/** Queries that an example reads come with it; one that is here already is shown instead of added again. */
async function takeWithNeeds(example: Example, defaults: Values, file: ExampleFile, store: QueryStore): Promise<void> {
  for (const { kind, name } of referencesOf(example.options)) {
    const needed = file.examples.find(other => kind === 'queries' && other.name === name);
    const isHere = store.getState().queries.some(query => query.name === name);
    if (needed && !isHere) await takeWithNeeds(needed, defaults, file, store);
  }
  for (const [component, fileName] of Object.entries(example.files)) {
    const url = file.fileUrls[fileName];
    if (url) store.setStandIn(component, { file: [await readFileValue(await (await fetch(url)).blob(), fileName)] });
  }
  const options = { ...defaults, ...writeAsText(example.options) };
  const same = store
    .getState()
    .queries.find(query => query.name === example.name && JSON.stringify(query.options) === JSON.stringify(options));
  if (same) store.select(same.id);
  else store.add(example.name, options);
}

/** Lists and objects as a builder would type them. */
function writeAsText(options: Values): Values {
  const write = (value: unknown) =>
    typeof value === 'object' && value !== null ? JSON.stringify(value, null, 2) : value;
  return Object.fromEntries(Object.entries(options).map(([key, value]) => [key, write(value)]));
}
