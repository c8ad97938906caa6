import type { Model as ListedModel } from 'openai/resources/models';
import { lookUpModel, type ResolvedModel, serves } from '../catalogue/models';
import { defineOperation, entryOf, type Operation } from '../operation';
import { countOf } from '../options/count';
import { fetchModels } from '../transport/account-models';
import { toIsoTime } from '../transport/iso-time';

/** One model of the account, with what the catalogue knows of it. */
interface Row {
  id: string;
  label: string;
  /** `text`, `image`, `embedding`; null for models the catalogue does not know. */
  kind: string | null;
  /** Operations the model can serve. */
  operations: string[];
  vision: boolean | null;
  context_window: number | null;
  max_output_tokens: number | null;
  /** By option: the values taken, or false where the model does not take it. */
  limits: Record<string, unknown>;
  /** YYYY-MM-DD, from the server where it says so. */
  shutdown_date: string | null;
  replacement: string[];
  /** The organization may have to be verified first. */
  verification: boolean;
  /** When the model was made, ISO 8601. */
  created_at: string | null;
  owned_by: string | null;
}

export const listModels = defineOperation<object, object, { data: ListedModel[] }, { rows: Row[] }>({
  summary: 'list the models',
  title: 'List models',

  required: [],
  options: {},
  transport: { noExtraParameters: true },

  buildRequest: () => ({}),

  send: (client, _, { signal }) => fetchModels(client, signal),

  toResult: ({ data }, _, { operations }) => {
    const rows = data.map(model => toRow(model, operations));
    rows.sort((one, other) => (other.created_at ?? '').localeCompare(one.created_at ?? ''));
    return { message: `${countOf(rows.length, 'model')} listed`, data: { rows } };
  },
});

function toRow(listed: ListedModel, operations: ReadonlyMap<string, Operation>): Row {
  const known = lookUpModel(listed.id);
  const { model, family } = known;
  return {
    id: listed.id,
    label: model?.label ?? listed.id,
    kind: family?.kind ?? null,
    operations: findOperations(known, operations),
    vision: model?.vision ?? null,
    context_window: model?.context_window ?? null,
    max_output_tokens: model?.max_output_tokens ?? null,
    limits: { ...family?.limits, ...model?.limits },
    shutdown_date: listed.shutdown_date ?? model?.shutdown_date ?? null,
    replacement: model?.replacement ?? [],
    verification: model?.verification ?? false,
    created_at: toIsoTime(listed.created || null),
    owned_by: listed.owned_by ?? null,
  };
}

function findOperations({ model, family }: ResolvedModel, operations: ReadonlyMap<string, Operation>): string[] {
  const can = ({ needs }: Operation) =>
    needs !== undefined &&
    (model ? serves(model, needs) : family?.endpoints.some(endpoint => needs.endpoints.includes(endpoint)));
  const able = [...operations].filter(([, operation]) => can(operation)).map(([id]) => entryOf(id));
  return [...new Set(able)];
}
