import { useRef, useState } from 'react';
import { type QueryRequest, runQuery, streamQuery } from '../host-api/query';
import { addProgress, noProgress, type Progress } from './progress';

/** Where a query stands. */
export type Run =
  | { phase: 'idle' }
  | { phase: 'running' | 'cancelled'; progress: Progress }
  | { phase: 'done'; result: unknown };

/** Starts, follows and stops one query at a time. */
export interface QueryRun {
  run: Run;
  start(request: QueryRequest): void;
  startStream(request: QueryRequest): void;
  cancel(): void;
}

/** The state of the query that runs or ran last. */
export function useQueryRun(): QueryRun {
  const [run, setRun] = useState<Run>({ phase: 'idle' });
  const abort = useRef<AbortController>(undefined);

  async function follow(open: (signal: AbortSignal) => AsyncIterable<unknown>): Promise<void> {
    const controller = new AbortController();
    abort.current = controller;
    let progress = noProgress;
    setRun({ phase: 'running', progress });
    try {
      for await (const event of open(controller.signal)) {
        progress = addProgress(progress, event);
        setRun(progress.isFinished ? { phase: 'done', result: progress.result } : { phase: 'running', progress });
      }
      if (!progress.isFinished) throw new Error('The stream ended without a result');
    } catch (error) {
      const result = { status: 'failed', message: 'The workbench could not run the query', description: String(error) };
      setRun(controller.signal.aborted ? { phase: 'cancelled', progress } : { phase: 'done', result });
    }
  }

  return {
    run,
    start: request => follow(signal => resultAsEvent(request, signal)),
    startStream: request => follow(signal => streamQuery(request, signal)),
    cancel: () => abort.current?.abort(),
  };
}

async function* resultAsEvent(request: QueryRequest, signal: AbortSignal): AsyncGenerator<unknown, void> {
  yield { type: 'result', result: await runQuery(request, signal) };
}
