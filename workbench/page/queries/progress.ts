import { at, textAt } from '../../forms/json';

/** What has arrived of an answer. */
export interface Progress {
  text: string;
  /** The newest version of each image, by its index. */
  images: ReadonlyMap<number, string>;
  /** What the plugin says it is doing. */
  status: string;
  isFinished: boolean;
  result: unknown;
}

/** Nothing yet. */
export const noProgress: Progress = { text: '', images: new Map(), status: '', isFinished: false, result: undefined };

/** Takes one event of a stream; kinds the page does not know change nothing. */
export function addProgress(progress: Progress, event: unknown): Progress {
  const add = additions[textAt(event, 'type') ?? ''];
  return add ? add(progress, event) : progress;
}

const additions: Record<string, (progress: Progress, event: unknown) => Progress> = {
  text_delta: (progress, event) => ({ ...progress, text: progress.text + (textAt(event, 'text') ?? '') }),
  partial_image: (progress, event) => {
    const images = new Map(progress.images).set(Number(at(event, 'index') ?? 0), textAt(event, 'data_url') ?? '');
    return { ...progress, images };
  },
  status: (progress, event) => ({ ...progress, status: textAt(event, 'message') ?? textAt(event, 'status') ?? '' }),
  row: (progress, event) => ({ ...progress, status: `${at(event, 'done')} of ${at(event, 'total')} rows` }),
  result: (progress, event) => ({ ...progress, isFinished: true, result: at(event, 'result') }),
};
