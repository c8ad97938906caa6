import { lookUpModel, type ResolvedModel, serves } from '../catalogue/models';
import { defineOperation, entryOf, type Operation } from '../operation';
import { countOf } from '../options/count';
import { fetchModels, type ListedModel, readModels } from '../transport/account-models';
import { toIsoTime } from '../transport/iso-time';
import { rememberEnds } from '../transport/stated-ends';

/** A model of the account, with its entry in the catalogue. */
interface Row {
  id: string;
  label: string;
  /** `text`, `image`, `embedding`; null for models that are not in the catalogue. */
  kind: string | null;
  /** The operations that the model supports. */
  operations: string[];
  vision: boolean | null;
  context_window: number | null;
  max_output_tokens: number | null;
  /** By option: the supported values, or false if the model does not support it. */
  limits: Record<string, unknown>;
  /** YYYY-MM-DD, as the server states it, else as in the catalogue. */
  shutdown_date: string | null;
  replacement: string[];
  /** The model may require a verified organization. */
  verification: boolean;
  /** When the model was created, ISO 8601. */
  created_at: string | null;
  owned_by: string | null;
}

export const listModels = defineOperation<object, object, unknown, { rows: Row[] }>({
  summary: 'list the models',
  title: 'List models',

  required: [],
  options: {},
  transport: { noExtraParameters: true },

  buildRequest: () => ({}),

  send: async (client, _, { signal, connection }) => {
    const response = await fetchModels(client, signal);
    rememberEnds(connection, readModels(response));
    return response;
  },

  toResult: (response, _, { allOperations }) => {
    const rows = readModels(response).map(model => toRow(model, allOperations()));
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
