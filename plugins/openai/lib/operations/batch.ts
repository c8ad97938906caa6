import type OpenAI from 'openai';
import type { Batch } from 'openai/resources/batches';
import * as own from '../batch/batch-options';
import { type Fetched, fetchResults } from '../batch/batch-results';
import { toResultsOutcome } from '../batch/batch-rows';
import { type BatchData, type BatchRow, isEnded, toBatchOutcome, toBatchRow } from '../batch/batch-status';
import { type Call, defineActions, defineOperation } from '../operation';
import { countOf } from '../options/count';
import { limit } from '../stored/stored-options';
import { countPages, type Listed, type ListRequest, listUpTo } from '../transport/pages';
import { checkStored } from '../transport/stored-object';
import { targets } from './batch/targets';

interface Made {
  batch_id: string | string[];
}

interface Request {
  ids: string[];
}

const listIds = ({ batch_id }: Made): Request => ({ ids: [batch_id].flat() });
const look = (client: OpenAI, id: string, { attempt, signal }: Call): Promise<Batch> =>
  attempt(async () => checkStored(await client.batches.retrieve(id, { signal })));

const sendsMany = { count: ({ ids }: Request) => ids.length };

const status = defineOperation<Made, Request, Batch[], BatchData>({
  summary: 'look at the batch',
  title: 'Status',
  noExtraParameters: true,

  required: ['batch_id'],
  options: { batch_id: own.batch_id },

  sendsMany,
  buildRequest: listIds,

  send: async (client, { ids }, call) => {
    const batches: Batch[] = [];
    for (const id of ids) batches.push(await look(client, id, call));
    return batches;
  },

  toResult: batches => toBatchOutcome(batches),
});

const results = defineOperation<Made & { rows?: object[] }, Request, Fetched, BatchData>({
  summary: 'get the results of the batch',
  title: 'Results',
  noExtraParameters: true,

  required: ['batch_id'],
  options: { batch_id: own.batch_id, rows: own.joined_rows },

  sendsMany,
  buildRequest: listIds,

  send: (client, { ids }, call) => fetchResults(client, ids, call),

  toResult: (fetched, { rows }, { warn }) => toResultsOutcome(fetched, rows, warn),
});

const cancel = defineOperation<Made, Request, Batch[], BatchData>({
  summary: 'cancel the batch',
  title: 'Cancel',
  noExtraParameters: true,

  required: ['batch_id'],
  options: { batch_id: own.batch_id },

  sendsMany,
  buildRequest: listIds,

  // What has ended is left as it is, so that cancelling twice does no harm.
  send: async (client, { ids }, call) => {
    const { signal, attempt, read, dry_run } = call;
    const batches: Batch[] = [];
    for (const id of ids) {
      const seen = dry_run ? undefined : await look(client, id, call);
      if (seen && (isEnded(seen) || seen.status === 'cancelling')) {
        batches.push(seen);
        continue;
      }
      const cancelIt = async () => checkStored(await client.batches.cancel(id, { signal }));
      const stopped = await attempt(cancelIt).catch((error: unknown) => {
        // It may have ended meanwhile.
        if (dry_run || read(error).status !== 409) throw error;
        return look(client, id, call);
      });
      batches.push(stopped);
    }
    return batches;
  },

  toResult: batches => toBatchOutcome(batches),
});

const list = defineOperation<{ limit: number }, ListRequest, Listed<Batch>, { rows: BatchRow[]; has_more: boolean }>({
  summary: 'list the batches',
  title: 'List',

  required: [],
  options: { limit },

  sendsMany: { count: countPages },
  buildRequest: ({ limit: most }, { extra_parameters: query }) => ({
    path: '/batches',
    query,
    limit: most,
    largestPage: 100,
  }),

  send: (client, request, call) => listUpTo(client, request, call),

  toResult: ({ items, has_more }) => {
    const rows = items.map(toBatchRow);
    return { message: `${countOf(rows.length, 'batch', 'batches')} listed`, data: { rows, has_more } };
  },
});

export const batch = defineActions({
  title: 'Batch (many rows, within a day, at half the price)',
  chosenBy: 'batch_action',
  actions: {
    create: defineActions({
      title: 'Create',
      chosenBy: 'target',
      together: { title: 'For', description: 'What each row asks for.' },
      actions: targets,
    }),
    status,
    results,
    cancel,
    list,
  },
});
