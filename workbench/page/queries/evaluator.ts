import { hasExpression, pickNamed, type Scope } from './templates';

/** Evaluates texts with expressions, somewhere where they can be stopped. */
export interface Evaluator {
  /** Settles with the value; rejects with an error that says what is wrong with the expression. */
  evaluate(text: string, scope: Scope): Promise<unknown>;
}

/** What is asked of the worker. */
export interface Question {
  text: string;
  scope: Scope;
}

/** What the worker says: that it has started, a value, or what is wrong. */
export type Reply = { ready: true } | { value: unknown } | { problem: string };

/** The part of a Worker that is used. */
export interface EvaluatingWorker {
  onmessage: ((event: MessageEvent<Reply>) => void) | null;
  onerror: ((event: ErrorEvent) => void) | null;
  postMessage(question: Question): void;
  terminate(): void;
}

interface Job extends Question {
  resolve(value: unknown): void;
  reject(error: Error): void;
}

/**
 * Evaluates in a worker, one text after another. A regular expression or a loop that does not end costs its own text
 * the answer, and nothing else: the worker is stopped and another takes the next text. Who waits for an answer to the same
 * text in the same scope has the same answer then: the next text waits once, not for each of them.
 *
 * @param limitMs How long one text may take, from when the worker is there.
 */
export function evaluateInWorker(startWorker: () => EvaluatingWorker, limitMs = 1000): Evaluator {
  const waiting: Job[] = [];
  let worker: EvaluatingWorker | undefined;
  let isReady = false;
  let current: Job | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  function settle(act: (job: Job) => void): void {
    clearTimeout(timer);
    const job = current;
    current = undefined;
    if (job) act(job);
    proceed();
  }

  function dismiss(): void {
    worker?.terminate();
    worker = undefined;
    isReady = false;
  }

  function start(): void {
    const started = startWorker();
    worker = started;
    started.onmessage = ({ data }) => {
      if (started !== worker) return;
      if ('ready' in data) {
        isReady = true;
        proceed();
      } else if ('problem' in data) settle(({ reject }) => reject(new Error(data.problem)));
      else settle(({ resolve }) => resolve(data.value));
    };
    started.onerror = ({ message }) => {
      if (started !== worker) return;
      dismiss();
      current ??= waiting.shift();
      settle(({ reject }) => reject(new Error(message || 'Expressions cannot be evaluated in this browser')));
    };
  }

  function proceed(): void {
    if (current || waiting.length === 0) return;
    if (!worker) start();
    if (!isReady) return;
    current = waiting.shift();
    if (!current) return;
    const question = current;
    timer = setTimeout(() => {
      dismiss();
      const error = new Error(`The expression was stopped: it took longer than ${limitMs} ms`);
      for (const job of takeSame(waiting, question)) job.reject(error);
      settle(({ reject }) => reject(error));
    }, limitMs);
    try {
      worker?.postMessage({ text: current.text, scope: current.scope });
    } catch (error) {
      settle(({ reject }) => reject(error instanceof Error ? error : new Error(String(error))));
    }
  }

  return {
    evaluate: (text, scope) =>
      hasExpression(text)
        ? new Promise((resolve, reject) => {
            waiting.push({ text, scope: pickNamed(scope, text), resolve, reject });
            proceed();
          })
        : Promise.resolve(text),
  };
}

/** Takes the jobs that ask the same out of those that wait. */
function takeSame(waiting: Job[], { text, scope }: Question): Job[] {
  const asked = writeScope(scope);
  const isSame = (job: Job): boolean => job.text === text && asked !== undefined && writeScope(job.scope) === asked;
  const same = waiting.filter(isSame);
  for (const job of same) waiting.splice(waiting.indexOf(job), 1);
  return same;
}

/** A scope as text; nothing for values that JSON does not have, such as a BigInt or a circle, which are not compared. */
function writeScope(scope: Scope): string | undefined {
  try {
    return JSON.stringify(scope);
  } catch {
    return undefined;
  }
}
