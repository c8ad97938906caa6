import type OpenAI from 'openai';
import * as own from '../batch/batch-options';
import type { AnswerReading } from '../batch/batch-response';
import { type Fetched, fetchResults } from '../batch/batch-results';
import { toResultsOutcome } from '../batch/batch-rows';
import { type BatchData, isEnded, toBatchOutcome, toBatchRow } from '../batch/batch-status';
import { readBatch, readListedBatch, type StoredBatch } from '../batch/stored-batch';
import type { JoinOptions } from '../bulk/join-rows';
import { fingerprint_field, spread } from '../bulk/rows';
import { type SaveTo, save_to } from '../files/save-to';
import { type Call, defineActions, defineOperation } from '../operation';
import { defineList } from '../stored/define-stored';
import { limit } from '../stored/stored-options';
import { readingOf } from '../text/schema-check';
import { inspectSchema, type StructuredOptions } from '../text/structured-output';
import { targets } from './batch/targets';

interface Made {
  batch_id: string | string[];
}

interface Request {
  ids: string[];
}

const listIds = ({ batch_id }: Made): Request => ({ ids: [batch_id].flat() });
const look = (client: OpenAI, id: string, { attempt, signal }: Call): Promise<StoredBatch> =>
  attempt(async () => readBatch(await client.batches.retrieve(id, { signal })));

const countRequests = ({ ids }: Request) => ids.length;

const status = defineOperation<Made, Request, StoredBatch[], BatchData>({
  summary: 'get the batch',
  title: 'Status',

  required: ['batch_id'],
  options: { batch_id: own.batch_id },
  transport: {
    noExtraParameters: true,
    countRequests,
  },

  buildRequest: listIds,

  send: async (client, { ids }, call) => {
    const batches: StoredBatch[] = [];
    for (const id of ids) batches.push(await look(client, id, call));
    return batches;
  },

  toResult: batches => toBatchOutcome(batches),
});

const results = defineOperation<
  Made & JoinOptions & Pick<StructuredOptions, 'output_fields' | 'json_schema'> & { rows?: object[]; save_to?: SaveTo },
  Request & { reading: AnswerReading },
  Fetched,
  BatchData
>({
  summary: 'get the results of the batch',
  title: 'Results',

  required: ['batch_id'],
  options: {
    batch_id: own.batch_id,
    rows: own.originalRows,
    fingerprint_field,
    spread,
    output_fields: { ...own.output_fields, description: own.AS_IN_CREATE },
    json_schema: { ...own.json_schema, description: own.AS_IN_CREATE },
    save_to,
  },
  checks: { inspect: inspectSchema },
  transport: {
    noExtraParameters: true,
    countRequests,
  },

  buildRequest: (options, { warn }) => ({ ...listIds(options), reading: readingOf(options, warn) }),

  send: (client, { ids, reading }, call) => fetchResults(client, ids, reading, call),

  toResult: (fetched, options, { warn }) => toResultsOutcome(fetched, options, warn),
});

const cancel = defineOperation<Made, Request, StoredBatch[], BatchData>({
  summary: 'cancel the batch',
  title: 'Cancel',

  required: ['batch_id'],
  options: { batch_id: own.batch_id },
  transport: {
    noExtraParameters: true,
    countRequests,
  },

  buildRequest: listIds,

  // A finished batch is returned unchanged, so that cancelling twice is harmless.
  send: async (client, { ids }, call) => {
    const { signal, attempt, read, dry_run } = call;
    const batches: StoredBatch[] = [];
    for (const id of ids) {
      const seen = dry_run ? undefined : await look(client, id, call);
      if (seen && (isEnded(seen) || seen.status === 'cancelling')) {
        batches.push(seen);
        continue;
      }
      const cancelIt = async () => readBatch(await client.batches.cancel(id, { signal }));
      const stopped = await attempt(cancelIt).catch((error: unknown) => {
        // The batch may have finished in the meantime.
        if (dry_run || read(error).status !== 409) throw error;
        return look(client, id, call);
      });
      batches.push(stopped);
    }
    return batches;
  },

  toResult: batches => toBatchOutcome(batches),
});

const list = defineList({
  of: 'batches',
  noun: ['batch', 'batches'],
  options: { limit },
  path: () => '/batches',
  toRow: (listed: object) => toBatchRow(readListedBatch(listed)),
});

export const batch = defineActions({
  title: 'Batch (many rows, within 24 hours, at half the price)',
  chosenBy: 'batch_action',
  actions: {
    create: defineActions({
      title: 'Create',
      chosenBy: 'target',
      together: { title: 'For', description: 'The kind of request for each row.' },
      actions: targets,
    }),
    status,
    results,
    cancel,
    list,
  },
});
