import type { StoreApi } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { at, textAt } from '../../forms/json';
import { type EvaluatedOptions, evaluateOptions } from './evaluate-options';
import type { Evaluator } from './evaluator';
import { findFixture } from './fixtures';
import { findMissing } from './missing';
import { addProgress, noProgress, type Progress } from './progress';
import type { QueryState } from './query-state';
import { referencesOf } from './references';
import { failedResult, notRun, type QueryRun, type RunState, readPollDelay } from './run-state';
import type { SavedQuery } from './saved-query';
import { toScope } from './scope';
import { type QueryHost, type RunListeners, running, type Started } from './started-run';
import type { Scope } from './templates';

interface Setting extends RunListeners {
  state: StoreApi<QueryState>;
  host: QueryHost;
  evaluator: Evaluator;
  followUps: Record<string, Values>;
  /** Options of the turn after an answer that waits, by operation. Their expressions read `data` and `outputs`. */
  nextTurns?: Record<string, Values>;
  /** Settles when what components expose is as it should be. */
  isReady: () => Promise<void>;
}

/** Starts, follows, stops and repeats the runs of a store's queries. */
export class Runner {
  readonly #state: StoreApi<QueryState>;
  readonly #host: QueryHost;
  readonly #evaluator: Evaluator;
  readonly #followUps: Record<string, Values>;
  readonly #nextTurns: Record<string, Values>;
  readonly #isReady: () => Promise<void>;
  readonly #listeners: RunListeners;
  readonly #aborts = new Map<string, AbortController>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor({ state, host, evaluator, followUps, nextTurns = {}, isReady, ...listeners }: Setting) {
    this.#state = state;
    this.#host = host;
    this.#evaluator = evaluator;
    this.#followUps = followUps;
    this.#nextTurns = nextTurns;
    this.#isReady = isReady;
    this.#listeners = listeners;
    state.subscribe(({ queries }, old) => {
      if (queries === old.queries) return;
      for (const { id } of old.queries) if (!queries.some(query => query.id === id)) this.#forget(id);
    });
  }

  /**
   * @param changes Options that are different in this run only.
   * @param isLive Sends the query even where it replays what was recorded, and records the result.
   */
  async run(name: string, changes: Values = {}, isLive = false): Promise<unknown> {
    const saved = this.#find(name);
    if (!saved) throw new Error(`There is no query named ${name}`);
    const query = { ...saved, options: { ...saved.options, ...changes } };
    const started = this.#begin(query, false, isLive);
    await this.#isReady();
    // A query may read its own last result, so that a conversation goes on.
    const others = referencesOf(query.options).filter(({ kind, name: read }) => kind !== 'queries' || read !== name);
    const missing = findMissing(this.#state.getState(), others);
    const [first] = missing;
    if (first) return this.#refuse(started, missing.map(({ message }) => message).join('\n'), missing, first.hint);
    const { values, problems } = await this.#prepare(query);
    if (problems.length === 0) return this.#follow(started, values, values);
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
  check(name: string): Promise<unknown> {
    return this.#goOn(name, true, this.#followUps, {});
  }

  /** Gives an answer what it waits for, and runs the turn that follows from it. */
  answer(name: string, outputs: object[]): Promise<unknown> {
    return this.#goOn(name, false, this.#nextTurns, { outputs });
  }

  async #goOn(name: string, isCheck: boolean, table: Record<string, Values>, more: Scope): Promise<unknown> {
    const query = this.#find(name);
    if (!query) return undefined;
    const { result, asked } = this.#state.getState().runs[query.id] ?? notRun;
    const started = this.#begin(query, isCheck);
    const { values, problems } = await this.#prepare(query);
    const step = table[textAt(values, 'operation') ?? ''] ?? {};
    const added = await evaluateOptions(step, { data: at(result, 'data'), options: values, ...more }, this.#evaluator);
    const problem = [...problems, ...added.problems][0];
    if (problem) return this.#refuse(started, `${problem.field}: ${problem.message}`, [problem]);
    const options = { ...values, ...added.values };
    return this.#follow(started, options, isCheck ? asked : options);
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
  #begin(query: SavedQuery, isCheck: boolean, isLive = isCheck): Started {
    const { id } = query;
    this.#stopTimer(id);
    this.#aborts.get(id)?.abort();
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const started: Started = {
      query,
      isCheck,
      isLive,
      run: crypto.randomUUID(),
      startedAt: Date.now(),
      signal: abort.signal,
      isCurrent: () => this.#aborts.get(id) === abort,
    };
    this.#setRun(id, { state: running(started, noProgress), run: started.run, replayedFrom: undefined });
    return started;
  }

  /** @param asked What the result belongs to. */
  async #follow(started: Started, options: Values, asked: Values = options): Promise<unknown> {
    const { query, run, isCheck, isLive, isCurrent } = started;
    if (query.replays && !isLive) return this.#replay(started, options);
    const { onBegin, onEnd, onStop } = this.#listeners;
    if (isCurrent() && !isCheck) {
      this.#setRun(query.id, { result: undefined });
      onBegin?.({ ...started, options, asked });
    }
    const progress = await this.#receive(started, options);
    if (!progress || !isCurrent()) onStop?.(run);
    else {
      this.#finish(query, options, asked, progress.result);
      onEnd?.({ ...started, options, asked, result: progress.result });
    }
    return progress?.result;
  }

  /** What the host sends until it ends, also with an error of its own; nothing if the run is cancelled. */
  async #receive(started: Started, options: Values): Promise<Progress | undefined> {
    const { query, signal, run, isCurrent } = started;
    const start = this.#state.getState().streams ? this.#host.stream : this.#host.run;
    let progress = noProgress;
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
      return { ...progress, result: failedResult('The workbench could not run the query', reason) };
    }
    return progress;
  }

  /** Gives what was recorded for these options, and sends nothing. */
  #replay(started: Started, options: Values): unknown {
    const { query, isCurrent } = started;
    const fixture = findFixture(query.fixtures ?? [], options);
    if (!fixture) {
      const hint = 'Run it live once to record a result for these options, or stop replaying.';
      return this.#refuse(started, 'Nothing is recorded for these options.', [], hint);
    }
    const { result, recorded_at: replayedFrom } = fixture;
    if (isCurrent()) this.#setRun(query.id, { state: { phase: 'done' }, result, asked: options, replayedFrom });
    return result;
  }

  #finish({ id, name }: SavedQuery, options: Values, asked: Values, result: unknown): void {
    this.#aborts.delete(id);
    const wait = this.#followUps[textAt(options, 'operation') ?? ''] ? readPollDelay(result) : undefined;
    const state: RunState = { phase: 'done', ...(wait !== undefined && { checkAt: Date.now() + wait }) };
    this.#setRun(id, { state, result, asked });
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
