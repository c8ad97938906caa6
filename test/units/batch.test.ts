import type OpenAI from 'openai';
import { toBatchData, toBatchOutcome, toBatchRow } from '../../plugins/openai/lib/batch/batch-status';
import { type BatchRequest, createBatches } from '../../plugins/openai/lib/batch/batch-upload';
import { readListedBatch, type StoredBatch } from '../../plugins/openai/lib/batch/stored-batch';
import type { Call } from '../../plugins/openai/lib/operation';
import type { Form } from '../../plugins/openai/lib/transport/form';

const batch = (more: object): StoredBatch => readListedBatch({ id: 'batch_1', ...more });

describe('several batches', () => {
  it.each([
    [['completed', 'completed'], 'completed', true],
    [['completed', 'in_progress'], 'in_progress', false],
    [['in_progress', 'completed'], 'in_progress', false],
    [['finalizing', 'validating'], 'validating', false],
    [['completed', 'failed'], 'failed', true],
    [['cancelled', 'cancelling'], 'cancelling', false],
    [['expired', 'completed', 'cancelled'], 'expired', true],
    [['something_new', 'completed'], 'completed', false],
    [['something_new'], 'something_new', false],
    [[undefined], 'unknown', false],
  ])('%j are %s, done: %s', (statuses, status, done) => {
    const data = toBatchData(statuses.map(each => batch({ status: each })));
    expect(data).toMatchObject({ status, done });
    expect(data.next_poll_ms).toBe(done ? undefined : 60_000);
  });

  it('are counted together, and say each why it failed', () => {
    const errors = { data: [{ code: 'bad', message: 'No', line: 0 }, {}] };
    const request_counts = { total: 3, completed: 2, failed: 1 };
    expect(toBatchData([batch({ request_counts, errors }), batch({ id: 'batch_2', request_counts })])).toMatchObject({
      id: 'batch_1',
      ids: ['batch_1', 'batch_2'],
      counts: { total: 6, completed: 4, failed: 2 },
      errors: [
        { code: 'bad', message: 'No', line: 0 },
        { code: 'invalid_request', message: 'The API rejected the batch' },
      ],
    });
    expect(toBatchData([batch({})])).not.toHaveProperty('errors');
  });

  it('are told of in a sentence', () => {
    const one = batch({ status: 'in_progress', model: 'm' });
    expect(toBatchOutcome([one])).toMatchObject({ message: 'The batch is in progress', id: 'batch_1', model: 'm' });
    expect(toBatchOutcome([one, one]).message).toBe('2 batches are in progress');
  });

  it('are rows of a list', () => {
    expect(toBatchRow(batch({ status: 'completed', created_at: 0, metadata: { a: '1' } }))).toEqual({
      ...{
        id: 'batch_1',
        status: 'completed',
        done: true,
        endpoint: '',
        model: null,
        total: 0,
        completed: 0,
        failed: 0,
      },
      ...{ created_at: '1970-01-01T00:00:00.000Z', expires_at: null, metadata: { a: '1' } },
    });
  });
});

describe('the requests of a batch', () => {
  const { signal } = new AbortController();

  /** How many requests, and how many bytes, each batch has that is made of these. */
  async function pack(count: number, weigh: BatchRequest['weigh'], line: string): Promise<[number, number][]> {
    const sizes: number[] = [];
    // Two hundred megabytes are made, but not sent.
    const client: object = {
      post: async (_: string, { body }: { body: Form }) => {
        const [file] = body.fields.flatMap(([, value]) => (value instanceof File ? [value] : []));
        sizes.push(file?.size ?? 0);
        return { id: 'file_1' };
      },
      batches: { create: async () => ({ id: `batch_${sizes.length}` }) },
    };
    const request: BatchRequest = {
      endpoint: '/v1/chat/completions',
      count,
      weigh,
      write: () => line,
      bodies: () => [],
      metadata: {},
    };
    const call: object = { signal, connection: {}, dry_run: false, attempt: (send: () => unknown) => send() };
    const created = await createBatches(client as OpenAI, request, call as Call);
    expect(created).toMatchObject({ left: 0, faults: [] });
    return sizes.map(size => [Math.round(size / (line.length + 1)), size]);
  }

  it.each([
    [25_000, [2]],
    [25_001, [1, 1]],
    [50_001, [1, 1]],
  ])('are 50,000 at most: two that count as %i each', async (weight, counts) => {
    expect((await pack(2, () => weight, '{}')).map(([count]) => count)).toEqual(counts);
  });

  it('have 200 MB at most: four of 50 MB, and a fifth', async () => {
    expect((await pack(5, () => 1, 'x'.repeat(49_999_999))).map(([count]) => count)).toEqual([4, 1]);
  });

  it('are told apart where a batch could not be created: those sent, those at fault, those left', async () => {
    let batches = 0;
    const deleted: string[] = [];
    const client: object = {
      post: async () => ({ id: `file_${batches}` }),
      batches: {
        create: async () => {
          batches += 1;
          if (batches === 2) throw new Error('No');
          return { id: 'batch_1' };
        },
      },
      files: { delete: async (id: string) => deleted.push(id) },
    };
    const error = { code: 'x', category: 'invalid_options' as const, message: 'No file' };
    const request: BatchRequest = {
      endpoint: '/v1/chat/completions',
      count: 5,
      weigh: () => 25_000,
      write: index => (index === 1 ? Promise.resolve(error) : '{}'),
      bodies: () => [],
      metadata: {},
    };
    const read = () => ({ kind: 'api' as const, status: 400, reason: 'Full' });
    const call: object = { signal, connection: {}, dry_run: false, attempt: (send: () => unknown) => send(), read };
    const created = await createBatches(client as OpenAI, request, call as Call);
    expect(created).toMatchObject({
      batches: [{ id: 'batch_1' }],
      left: 2,
      trouble: { reason: 'Full', mayExist: false },
      faults: [{ index: 1, error }],
    });
    expect(deleted).toEqual(['file_1']);
  });
});
