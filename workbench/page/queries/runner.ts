import type { StoreApi } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { at, textAt } from '../../forms/json';
import { type EvaluatedOptions, evaluateOptions } from './evaluate-options';
import type { Evaluator } from './evaluator';
import { findMissing } from './missing';
import { addProgress, noProgress, type Progress } from './progress';
import type { QueryState } from './query-state';
import { referencesOf } from './references';
import { failedResult, notRun, type QueryRun, type RunState, readPollDelay } from './run-state';
import type { SavedQuery } from './saved-query';
import { toScope } from './scope';

/** @param run The id by which the host knows this run. */
type Start = (options: Values, signal: AbortSignal, run: string) => AsyncIterable<unknown>;

/** Runs queries and gives their events; the last one of each is `{ type: 'result', result }`. */
export interface QueryHost {
  /** As a host does that shows nothing before the end. */
  run: Start;
  /** Shows what arrives. */
  stream: Start;
}

interface Setting {
  state: StoreApi<QueryState>;
  host: QueryHost;
  evaluator: Evaluator;
  followUps: Record<string, Values>;
  /** Options of the turn after an answer that waits, by operation. Their expressions read `data` and `outputs`. */
  nextTurns?: Record<string, Values>;
  /** Settles when what components expose is as it should be. */
  isReady: () => Promise<void>;
  /** Told of each run that has ended with a result. */
  onEnd?: (run: EndedRun) => void;
}

/** A run that has ended with a result. */
export interface EndedRun {
  run: string;
  query: SavedQuery;
  startedAt: number;
  /** As they were sent, expressions evaluated. */
  options: Values;
  result: unknown;
}

/** A run from the moment when it was asked for. */
interface Started {
  query: SavedQuery;
  /** Asks after a result that was not done. */
  isCheck: boolean;
  run: string;
  startedAt: number;
  signal: AbortSignal;
  /** Whether no later run has taken its place. */
  isCurrent(): boolean;
}

const running = ({ startedAt, isCheck }: Started, progress: Progress): RunState => ({
  phase: 'running',
  progress,
  startedAt,
  isCheck,
});

/** Starts, follows, stops and repeats the runs of a store's queries. */
export class Runner {
  readonly #state: StoreApi<QueryState>;
  readonly #host: QueryHost;
  readonly #evaluator: Evaluator;
  readonly #followUps: Record<string, Values>;
  readonly #nextTurns: Record<string, Values>;
  readonly #isReady: () => Promise<void>;
  readonly #onEnd: ((run: EndedRun) => void) | undefined;
  readonly #aborts = new Map<string, AbortController>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor({ state, host, evaluator, followUps, nextTurns = {}, isReady, onEnd }: Setting) {
    this.#state = state;
    this.#host = host;
    this.#evaluator = evaluator;
    this.#followUps = followUps;
    this.#nextTurns = nextTurns;
    this.#isReady = isReady;
    this.#onEnd = onEnd;
    state.subscribe(({ queries }, old) => {
      if (queries === old.queries) return;
      for (const { id } of old.queries) if (!queries.some(query => query.id === id)) this.#forget(id);
    });
  }

  /** @param changes Options that are different in this run only. */
  async run(name: string, changes: Values = {}): Promise<unknown> {
    const saved = this.#find(name);
    if (!saved) throw new Error(`There is no query named ${name}`);
    const query = { ...saved, options: { ...saved.options, ...changes } };
    const started = this.#begin(query, false);
    await this.#isReady();
    // A query may read its own last result, so that a conversation goes on.
    const others = referencesOf(query.options).filter(({ kind, name: read }) => kind !== 'queries' || read !== name);
    const missing = findMissing(this.#state.getState(), others);
    const [first] = missing;
    if (first) return this.#refuse(started, missing.map(({ message }) => message).join('\n'), missing, first.hint);
    const { values, problems } = await this.#prepare(query);
    if (problems.length === 0) return this.#follow(started, values);
    const all = problems.map(({ field, message }) => `${field}: ${message}`);
    return this.#refuse(
      started,
      all.join('\n'),
      problems.map((problem, index) => ({ ...problem, message: all[index] })),
      'An expression could not be evaluated; its field says why.'
    );
  }

  cancel(name: string): void {
    const query = this.#find(name);
    if (query) this.#aborts.get(query.id)?.abort();
  }

  /** The follow-up's own expressions read the result; all that it does not name stays as the query says. */
  async check(name: string): Promise<unknown> {
    const query = this.#find(name);
    if (!query) return undefined;
    const data = at(this.#state.getState().runs[query.id]?.result, 'data');
    const started = this.#begin(query, true);
    const { values, problems } = await this.#prepare(query);
    const followUp = this.#followUps[textAt(values, 'operation') ?? ''] ?? {};
    const added = await evaluateOptions(followUp, { data, options: values }, this.#evaluator);
    const problem = [...problems, ...added.problems][0];
    if (problem) return this.#refuse(started, `${problem.field}: ${problem.message}`, [problem]);
    return this.#follow(started, { ...values, ...added.values });
  }

  /** Gives an answer what it waits for, and runs the turn that follows from it. */
  async answer(name: string, outputs: object[]): Promise<unknown> {
    const query = this.#find(name);
    if (!query) return undefined;
    const data = at(this.#state.getState().runs[query.id]?.result, 'data');
    const started = this.#begin(query, false);
    const { values, problems } = await this.#prepare(query);
    const turn = this.#nextTurns[textAt(values, 'operation') ?? ''] ?? {};
    const added = await evaluateOptions(turn, { data, outputs }, this.#evaluator);
    const problem = [...problems, ...added.problems][0];
    if (problem) return this.#refuse(started, `${problem.field}: ${problem.message}`, [problem]);
    return this.#follow(started, { ...values, ...added.values });
  }

  stopChecking(name: string): void {
    const query = this.#find(name);
    if (!query) return;
    this.#stopTimer(query.id);
    this.#setRun(query.id, { state: { phase: 'done' } });
  }

  runOnLoad(): void {
    const { queries } = this.#state.getState();
    for (const { name } of queries.filter(query => query.runs_on_load)) void this.run(name);
  }

  /** Stops whatever a query that goes away still does. */
  #forget(id: string): void {
    this.#stopTimer(id);
    this.#aborts.get(id)?.abort();
    this.#aborts.delete(id);
  }

  /** The query runs from now on, though nothing may have been sent yet. */
  #begin(query: SavedQuery, isCheck: boolean): Started {
    const { id } = query;
    this.#stopTimer(id);
    this.#aborts.get(id)?.abort();
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const started: Started = {
      query,
      isCheck,
      run: crypto.randomUUID(),
      startedAt: Date.now(),
      signal: abort.signal,
      isCurrent: () => this.#aborts.get(id) === abort,
    };
    this.#setRun(id, { state: running(started, noProgress), run: started.run });
    return started;
  }

  async #follow(started: Started, options: Values): Promise<unknown> {
    const { query, signal, run, isCheck, isCurrent } = started;
    const start = this.#state.getState().streams ? this.#host.stream : this.#host.run;
    let progress = noProgress;
    if (isCurrent() && !isCheck) this.#setRun(query.id, { result: undefined });
    try {
      signal.throwIfAborted();
      for await (const event of start(options, signal, run)) {
        progress = addProgress(progress, event);
        if (isCurrent() && !progress.isFinished) this.#setRun(query.id, { state: running(started, progress) });
      }
      if (!progress.isFinished) throw new Error('The stream ended without a result');
    } catch (error) {
      if (signal.aborted) {
        if (isCurrent()) this.#setRun(query.id, { state: { phase: 'cancelled', progress } });
        return undefined;
      }
      const reason = error instanceof Error ? error.message : String(error);
      progress = { ...progress, result: failedResult('The workbench could not run the query', reason) };
    }
    if (isCurrent()) {
      this.#finish(query, options, progress.result);
      this.#onEnd?.({ ...started, options, result: progress.result });
    }
    return progress.result;
  }

  #finish({ id, name }: SavedQuery, options: Values, result: unknown): void {
    this.#aborts.delete(id);
    const wait = this.#followUps[textAt(options, 'operation') ?? ''] ? readPollDelay(result) : undefined;
    this.#setRun(id, { state: { phase: 'done', ...(wait !== undefined && { checkAt: Date.now() + wait }) }, result });
    if (wait === undefined) return;
    const latestName = () => this.#state.getState().queries.find(query => query.id === id)?.name ?? name;
    this.#timers.set(
      id,
      setTimeout(() => void this.check(latestName()), wait)
    );
  }

  #refuse({ query, isCurrent }: Started, description: string, problems: object[], hint?: string): unknown {
    const data = { category: 'invalid_options', ...(hint && { hint }), problems };
    const result = failedResult('The query was not sent', description, data);
    if (isCurrent()) this.#setRun(query.id, { state: { phase: 'done' }, result });
    return result;
  }

  #prepare(query: SavedQuery): Promise<EvaluatedOptions> {
    return evaluateOptions(query.options, toScope(this.#state.getState()), this.#evaluator);
  }

  #find(name: string): SavedQuery | undefined {
    return this.#state.getState().queries.find(query => query.name === name);
  }

  #setRun(id: string, run: Partial<QueryRun>): void {
    this.#state.setState(({ runs }) => ({ runs: { ...runs, [id]: { ...(runs[id] ?? notRun), ...run } } }));
  }

  #stopTimer(id: string): void {
    clearTimeout(this.#timers.get(id));
    this.#timers.delete(id);
  }
}
