import type { Batch } from 'openai/resources/batches';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError } from '../http/api-error';
import { isObject, numberOf, textOf } from '../http/json';
import { type ApiRequest, newId, secondsOf } from '../http/messages';
import type { Pace } from '../time/pace';
import { beginningOf, type Stage, stageAfter } from './stages';
import { noUsage } from './usage';
import { type Validation, validateRequests } from './validation';
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

export function startBatch({ request, bytes, metadata, pace, files, answerRow }: Order): BatchRun {
  const asked = isObject(request.body) ? request.body : {};
  const startedAt = request.now.getTime();
  const endpoint = textOf(asked['endpoint']);
  const lifetime = isObject(asked['output_expires_after']) ? asked['output_expires_after']['seconds'] : undefined;
  const batch: Batch = {
    id: newId('batch_'),
    object: 'batch',
    endpoint,
    input_file_id: textOf(asked['input_file_id']),
    completion_window: '24h',
    status: 'validating',
    created_at: secondsOf(request.now),
    expires_at: secondsOf(new Date(startedAt + windowMs)),
    request_counts: { total: 0, completed: 0, failed: 0 },
    usage: noUsage,
    metadata,
  };
  let looks = 0;
  let looksAtCancelling = 0;
  let work: Work | undefined;
  let turn: Promise<unknown> = Promise.resolve();

  /** When a stage began: by its time, unless the looks were faster. */
  const stamp = (stage: Stage, now: Date): number =>
    secondsOf(new Date(Math.min(now.getTime(), startedAt + beginningOf[stage] * pace.milliseconds)));
  const fail = ({ errors }: Validation, now: Date): void => {
    Object.assign(batch, {
      status: 'failed',
      failed_at: stamp('in_progress', now),
      errors: { object: 'list', data: errors },
    });
  };
  const begin = async (now: Date): Promise<void> => {
    const validation = await validateRequests(bytes, endpoint);
    if (validation.errors.length > 0) return fail(validation, now);
    work = startWork({ bytes, lines: validation.lines, creator: request, endpoint, answerRow, files });
    batch.status = 'in_progress';
    batch.in_progress_at = stamp('in_progress', now);
    if (validation.model) batch.model = validation.model;
  };
  const publish = async (created_at: number): Promise<void> => {
    const expiry = lifetime !== undefined && { expires_at: created_at + numberOf(lifetime, 0) };
    const described = (kind: string) => ({ filename: `${batch.id}_${kind}.jsonl`, created_at, ...expiry });
    const output = await work?.output.publish(described('output'));
    const errors = await work?.errors.publish(described('error'));
    if (output) batch.output_file_id = output.id;
    if (errors) batch.error_file_id = errors.id;
    work = undefined;
  };
  const report = (): void => {
    if (work) Object.assign(batch, { request_counts: { ...work.counts }, usage: work.usage });
  };
  const end = async (status: Batch['status'], at: number): Promise<void> => {
    report();
    await publish(at);
    Object.assign(batch, { status, [`${status}_at`]: at });
  };
  const endCancelling = async (now: Date): Promise<void> => {
    const elapsed = secondsOf(now) - numberOf(batch.cancelling_at, 0);
    const isOver = looks > looksAtCancelling || elapsed * 1000 >= cancellingShare * pace.milliseconds;
    if (!isOver) return;
    await work?.abandon(cancelled);
    await end('cancelled', secondsOf(now));
  };
  const proceed = async (now: Date): Promise<void> => {
    const elapsed = Math.min(now.getTime() - startedAt, windowMs);
    const stage = stageAfter(looks, elapsed, pace);
    const isLate = elapsed === windowMs && stage !== 'completed';
    if (stage === 'validating' && !isLate) return;
    if (!work) await begin(now);
    if (!work) return;
    const isWhole = stage === 'finalizing' || stage === 'completed';
    const share = isWhole ? 1 : Math.min(1, Math.max(looks / pace.steps, elapsed / pace.milliseconds));
    await work.advanceTo(share, now);
    if (isLate) {
      await work.abandon(expired);
      return end('expired', secondsOf(new Date(startedAt + windowMs)));
    }
    report();
    if (isWhole) {
      batch.finalizing_at ??= stamp('finalizing', now);
      batch.status = 'finalizing';
    }
    if (stage === 'completed') await end('completed', stamp('completed', now));
  };
  const advance = async (now: Date): Promise<Batch> => {
    if (!endings.includes(batch.status)) await (batch.status === 'cancelling' ? endCancelling(now) : proceed(now));
    return { ...batch };
  };
  /** One after the other: two who look at once must not do the same work. */
  const inTurn = <Result>(act: () => Promise<Result>): Promise<Result> => {
    const acted = turn.then(act);
    turn = acted.catch(() => undefined);
    return acted;
  };

  return {
    id: batch.id,
    show: now => inTurn(() => advance(now)),
    retrieve: now =>
      inTurn(() => {
        looks += 1;
        return advance(now);
      }),
    cancel: now =>
      inTurn(async () => {
        const { status } = await advance(now);
        if (endings.includes(status)) {
          throw new ApiError(`Cannot cancel a batch with status '${status}'.`, { status: 409 });
        }
        if (status !== 'cancelling') {
          Object.assign(batch, { status: 'cancelling', cancelling_at: secondsOf(now) });
          looksAtCancelling = looks;
        }
        return { ...batch };
      }),
  };
}
