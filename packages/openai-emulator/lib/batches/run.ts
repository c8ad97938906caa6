import type { Batch } from 'openai/resources/batches';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, numberOf, textOf } from '../http/json';
import { type ApiRequest, newId, secondsOf } from '../http/messages';
import type { Pace } from '../time/pace';
import { beginningOf, type Stage, stageAfter } from './stages';
import { noUsage } from './usage';
import { validateRequests } from './validation';
import { type AnswerRow, startWork, type Work } from './work';

/** The life of a batch. It works only while somebody looks, and then catches up with the time that went by. */
export interface BatchRun {
  readonly id: string;
  /** The batch as it stands. Looking does not hurry it. */
  show(now: Date): Promise<Batch>;
  /** The same for somebody who waits for it: every look brings it a step nearer to its end. */
  retrieve(now: Date): Promise<Batch>;
  cancel(now: Date): Promise<Batch>;
}

interface Order {
  request: ApiRequest;
  bytes: Buffer;
  metadata: Record<string, string> | null;
  pace: Pace;
  files: UploadedFiles;
  answerRow: AnswerRow;
}

const windowMs = 24 * 60 * 60 * 1000;
/** How long cancelling takes, in the same measure. */
const cancellingShare = 0.25;
const endings = ['failed', 'completed', 'expired', 'cancelled'];
const expired = {
  code: 'batch_expired',
  message: 'This request could not be executed before the completion window expired.',
};
const cancelled = { code: 'batch_cancelled', message: 'This request was not executed: the batch was cancelled.' };

/** The batch as it is when it has just been accepted. */
function describeBatch({ request, metadata }: Order): Batch {
  const asked = isObject(request.body) ? request.body : {};
  return {
    id: newId('batch_'),
    object: 'batch',
    endpoint: textOf(asked['endpoint']),
    input_file_id: textOf(asked['input_file_id']),
    completion_window: '24h',
    status: 'validating',
    created_at: secondsOf(request.now),
    expires_at: secondsOf(new Date(request.now.getTime() + windowMs)),
    request_counts: { total: 0, completed: 0, failed: 0 },
    usage: noUsage,
    metadata,
  };
}

export const startBatch = (order: Order): BatchRun => new Run(order);

class Run implements BatchRun {
  readonly #order: Order;
  readonly #batch: Batch;
  #looks = 0;
  #looksAtCancelling = 0;
  #work: Work | undefined;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(order: Order) {
    this.#order = order;
    this.#batch = describeBatch(order);
  }

  get id(): string {
    return this.#batch.id;
  }

  show(now: Date): Promise<Batch> {
    return this.#inTurn(() => this.#advance(now));
  }

  retrieve(now: Date): Promise<Batch> {
    return this.#inTurn(() => {
      this.#looks += 1;
      return this.#advance(now);
    });
  }

  cancel(now: Date): Promise<Batch> {
    return this.#inTurn(async () => {
      const { status } = await this.#advance(now);
      if (endings.includes(status)) {
        throw new ApiError(`Cannot cancel a batch with status '${status}'.`, { status: 409 });
      }
      if (status !== 'cancelling') {
        Object.assign(this.#batch, { status: 'cancelling', cancelling_at: secondsOf(now) });
        this.#looksAtCancelling = this.#looks;
      }
      return { ...this.#batch };
    });
  }

  /** One after the other: two who look at once must not do the same work. */
  #inTurn<Result>(act: () => Promise<Result>): Promise<Result> {
    const acted = this.#turn.then(act);
    this.#turn = acted.catch(() => undefined);
    return acted;
  }

  async #advance(now: Date): Promise<Batch> {
    const { status } = this.#batch;
    if (!endings.includes(status)) await (status === 'cancelling' ? this.#endCancelling(now) : this.#proceed(now));
    return { ...this.#batch };
  }

  async #endCancelling(now: Date): Promise<void> {
    const elapsed = secondsOf(now) - numberOf(this.#batch.cancelling_at, 0);
    const isOver =
      this.#looks > this.#looksAtCancelling || elapsed * 1000 >= cancellingShare * this.#order.pace.milliseconds;
    if (!isOver) return;
    await this.#work?.abandon(cancelled);
    await this.#end('cancelled', secondsOf(now));
  }

  async #proceed(now: Date): Promise<void> {
    const { pace, request } = this.#order;
    const startedAt = request.now.getTime();
    const elapsed = Math.min(now.getTime() - startedAt, windowMs);
    const stage = stageAfter(this.#looks, elapsed, pace);
    const isLate = elapsed === windowMs && stage !== 'completed';
    if (stage === 'validating' && !isLate) return;
    const work = this.#work ?? (await this.#begin(now));
    if (!work) return;
    const isWhole = stage === 'finalizing' || stage === 'completed';
    await work.advanceTo(isWhole ? 1 : this.#shareOf(elapsed), now);
    if (isLate) {
      await work.abandon(expired);
      return this.#end('expired', secondsOf(new Date(startedAt + windowMs)));
    }
    this.#report();
    if (!isWhole) return;
    this.#batch.finalizing_at ??= this.#stamp('finalizing', now);
    this.#batch.status = 'finalizing';
    if (stage === 'completed') await this.#end('completed', this.#stamp('completed', now));
  }

  /** How much is done, by looks or by time. */
  #shareOf(elapsed: number): number {
    const { steps, milliseconds } = this.#order.pace;
    return Math.min(1, Math.max(this.#looks / steps, elapsed / milliseconds));
  }

  /** When a stage began: by its time, unless the looks were faster. */
  #stamp(stage: Stage, now: Date): number {
    const { pace, request } = this.#order;
    return secondsOf(new Date(Math.min(now.getTime(), request.now.getTime() + beginningOf[stage] * pace.milliseconds)));
  }

  /** The work on a file that is valid. */
  async #begin(now: Date): Promise<Work | undefined> {
    const { bytes, request, answerRow, files } = this.#order;
    const { endpoint } = this.#batch;
    const { errors, lines, model } = await validateRequests(bytes, endpoint);
    const began = this.#stamp('in_progress', now);
    if (errors.length > 0) {
      Object.assign(this.#batch, { status: 'failed', failed_at: began, errors: { object: 'list', data: errors } });
      return undefined;
    }
    Object.assign(this.#batch, { status: 'in_progress', in_progress_at: began, ...(model && { model }) });
    this.#work = startWork({ bytes, lines, creator: request, endpoint, answerRow, files });
    return this.#work;
  }

  #report(): void {
    if (this.#work) Object.assign(this.#batch, { request_counts: { ...this.#work.counts }, usage: this.#work.usage });
  }

  async #end(status: Batch['status'], at: number): Promise<void> {
    this.#report();
    await this.#publish(at);
    Object.assign(this.#batch, { status, [`${status}_at`]: at });
  }

  async #publish(created_at: number): Promise<void> {
    const { body } = this.#order.request;
    const kept = isObject(body) ? body['output_expires_after'] : undefined;
    const expiry = isObject(kept) && { expires_at: created_at + numberOf(kept['seconds'], 0) };
    const describe = (kind: string) => ({ filename: `${this.id}_${kind}.jsonl`, created_at, ...expiry });
    const output = await this.#work?.output.publish(describe('output'));
    const errors = await this.#work?.errors.publish(describe('error'));
    if (output) this.#batch.output_file_id = output.id;
    if (errors) this.#batch.error_file_id = errors.id;
    this.#work = undefined;
  }
}
