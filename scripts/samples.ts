import { offered } from '../plugins/openai/lib/registry';
import content from '../workbench/examples/openai.json';

/** A query of `workbench/examples/openai.json`; what it reads of others stands in `{{ }}`. */
export interface Sample {
  name: string;
  title: string;
  options: Record<string, unknown>;
  /** Sample files by the component that they stand in for. */
  files?: Record<string, string>;
}

/** What the page offers as examples. */
export const examples = content.examples as Sample[];

/** The examples, and one query of every other action. */
export const samples: Sample[] = [...examples, ...(content.samples as Sample[])];

/** The first query of every operation and every action, by the id that the registry has for it. */
export const sampleById: ReadonlyMap<string, Sample> = new Map(
  samples.toReversed().map(sample => [idOf(sample.options), sample])
);

/** The operation that a query asks for; the first action of a group is taken where none is chosen. */
export function idOf(options: Record<string, unknown>): string {
  let id = String(options['operation']);
  for (let entry = offered.get(id)?.(); entry && 'actions' in entry; ) {
    const action = String(options[entry.chosenBy] ?? Object.keys(entry.actions)[0]);
    id += `.${action}`;
    entry = entry.actions[action];
  }
  return id;
}
