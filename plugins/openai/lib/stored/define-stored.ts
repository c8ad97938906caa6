import type OpenAI from 'openai';
import type { Operation } from '../operation';
import { countOf } from '../options/count';
import { addExtra } from '../options/extra-parameters';
import type { Option } from '../options/option';
import { countPages, type Listed, type ListRequest, listUpTo } from '../transport/pages';
import { type Deletion, deleteStored, toDeletion } from '../transport/stored-object';

type OptionsOf<Options> = { [Name in keyof Options & string]-?: Option };

interface List<Options extends { limit: number }, Item extends object, Row> {
  /** Completes "list the ...", such as "files of the vector store". */
  of: string;
  /** "List" unless stated. */
  title?: string;
  /** One of its entries, and several where "s" is not enough: "batch", "batches". */
  noun: [one: string, many?: string];
  required?: (keyof Options & string)[];
  options: OptionsOf<Options>;
  path(options: Options): string;
  query?(options: Options): Record<string, unknown>;
  /** The most that the endpoint gives at once; 100 unless stated. */
  largestPage?: number;
  toRow(item: Item): Row;
  /** Puts rows into another order than the API's, by the query that was sent. */
  arrange?(rows: Row[], query: Readonly<Record<string, unknown>>): Row[];
}

/** Declares a list of what is stored at the API, fetched page by page up to `limit`: `{ rows, has_more }`. */
export function defineList<Options extends { limit: number }, Item extends object, Row>(
  list: List<Options, Item, Row>
): Operation {
  return {
    summary: `list the ${list.of}`,
    title: list.title ?? 'List',

    required: list.required ?? [],
    options: list.options,
    transport: { countRequests: (request: ListRequest) => countPages(request) },

    buildRequest: (options: Options, context): ListRequest => ({
      path: list.path(options),
      query: addExtra({ ...list.query?.(options) }, context),
      limit: options.limit,
      largestPage: list.largestPage ?? 100,
    }),

    send: (client, request: ListRequest, call) => listUpTo(client, request, call),

    toResult: ({ items, has_more }: Listed<Item>, _, { extra_parameters }) => {
      const rows = items.map(list.toRow);
      return {
        message: `${countOf(rows.length, ...list.noun)} listed`,
        data: { rows: list.arrange?.(rows, extra_parameters) ?? rows, has_more },
      };
    },
  };
}

interface ById<Ids, Result> {
  /** Completes "get the ..." or "delete the ...", such as "vector store". */
  of: string;
  /** The ids that name it, all required. */
  ids: OptionsOf<Ids>;
  send(client: OpenAI, ids: Ids, options: { signal: AbortSignal }): Promise<Result>;
}

/** Declares the look-up of one stored object by its ids. */
export function defineGet<Ids extends object, Result, Data extends { id: string }>({
  of,
  ids,
  send,
  toData,
}: ById<Ids, Result> & { toData(response: Result): Data }): Operation {
  return {
    summary: `get the ${of}`,
    title: 'Get',

    required: Object.keys(ids),
    options: ids,
    transport: { noExtraParameters: true },

    buildRequest: (options: Ids) => options,

    send: (client, options: Ids, { signal }) => send(client, options, { signal }),

    toResult: (response: Result) => {
      const data = toData(response);
      return { message: `${capitalize(of)} found`, data, id: data.id };
    },
  };
}

/** Declares the deletion of one stored object by its ids; `summary`, `title` and `done` where it is not deleted but removed. */
export function defineDelete<Ids extends object>({
  of,
  ids,
  send,
  summary = `delete the ${of}`,
  title = 'Delete',
  done = `${capitalize(of)} deleted`,
}: ById<Ids, Deletion> & { summary?: string; title?: string; done?: string }): Operation {
  return {
    summary,
    title,

    required: Object.keys(ids),
    options: ids,
    transport: { noExtraParameters: true },

    buildRequest: (options: Ids) => options,

    send: (client, options: Ids, call) => {
      const id = String(Object.values(options).at(-1));
      return deleteStored(id, () => send(client, options, { signal: call.signal }), call);
    },

    toResult: (response: Deletion) => toDeletion(done, response),
  };
}

function capitalize(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
