import { ApiError } from '../http/api-error';
import { secondsOf } from '../http/messages';
import type { Pace } from '../time/pace';
import { showBody, tellResponse, withoutResults } from './stream';
import type { OutputPart, ResponseBody, Run } from './types';

interface Order {
  /** As it will be in the end. */
  body: ResponseBody;
  parts: OutputPart[];
  pace: Pace;
  startedAt: Date;
  isStreamed: boolean;
  onEnd(): void;
}

const stages = ['queued', 'in_progress', 'ended'] as const;
const queuedShare = 1 / 4;

export function startRun({ body, parts, pace, startedAt, isStreamed, onEnd }: Order): Run {
  const isBackground = body['background'] === true;
  let stage = 0;
  let looks = 0;
  let isCancelled = false;
  let completedAt = body['completed_at'];

  const advanceTo = (reached: number, now: Date): void => {
    if (isCancelled || reached <= stage) return;
    stage = reached;
    if (stages[stage] !== 'ended') return;
    if (completedAt !== null) {
      completedAt = secondsOf(new Date(Math.min(now.getTime(), startedAt.getTime() + pace.milliseconds)));
    }
    onEnd();
  };
  const advanceByTime = (now: Date): void => {
    const elapsed = now.getTime() - startedAt.getTime();
    advanceTo(elapsed >= pace.milliseconds ? 2 : elapsed >= pace.milliseconds * queuedShare ? 1 : 0, now);
  };
  const show = (now: Date): ResponseBody => {
    if (isBackground) advanceByTime(now);
    if (isCancelled) return withoutResults(body, 'cancelled');
    const name = stages[stage] ?? 'ended';
    return name === 'ended' ? { ...body, completed_at: completedAt } : withoutResults(body, name);
  };
  if (!isBackground) advanceTo(2, startedAt);

  return {
    id: body.id,
    isStreamed: isBackground && isStreamed,
    show,
    retrieve: (now, include) => {
      looks += 1;
      advanceTo(looks >= pace.steps ? 2 : looks > 1 ? 1 : 0, now);
      return showBody(show(now), include);
    },
    tell: async function* tell(after, now, include) {
      const conclude = () => {
        advanceTo(2, now);
        return show(now);
      };
      for await (const event of tellResponse({ body, parts, include, conclude })) {
        if (isCancelled) return;
        if (event.event === 'response.in_progress') advanceTo(1, now);
        if (event.data.sequence_number > after) yield event;
      }
    },
    cancel: now => {
      if (!isBackground) throw new ApiError('Cannot cancel a synchronous response.');
      const { status } = show(now);
      isCancelled ||= status === 'queued' || status === 'in_progress';
      return show(now);
    },
  };
}
