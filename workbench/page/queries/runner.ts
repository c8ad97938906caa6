import type { StoreApi } from 'zustand/vanilla';
import type { Values } from '../../forms/field';
import { at, textAt } from '../../forms/json';
import { type EvaluatedOptions, evaluateOptions } from './evaluate-options';
import { findMissing } from './missing';
import { addProgress, noProgress } from './progress';
import type { QueryState } from './query-state';
import { referencesOf } from './references';
import { failedResult, notRun, type QueryRun, type RunState, readPollDelay } from './run-state';
import type { SavedQuery } from './saved-query';
import { toScope } from './scope';

type Start = (options: Values, signal: AbortSignal) => AsyncIterable<unknown>;

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
  followUps: Record<string, Values>;
}

/** Starts, follows, stops and repeats the runs of a store's queries. */
export class Runner {
  readonly #state: StoreApi<QueryState>;
  readonly #host: QueryHost;
  readonly #followUps: Record<string, Values>;
  readonly #aborts = new Map<string, AbortController>();
  readonly #timers = new Map<string, ReturnType<typeof setTimeout>>();

  constructor({ state, host, followUps }: Setting) {
    this.#state = state;
    this.#host = host;
    this.#followUps = followUps;
    state.subscribe(({ queries }, old) => {
      if (queries === old.queries) return;
      for (const { id } of old.queries) if (!queries.some(query => query.id === id)) this.#forget(id);
    });
  }

  async run(name: string): Promise<unknown> {
    const query = this.#find(name);
    if (!query) throw new Error(`There is no query named ${name}`);
    // A query may read its own last result, so that a conversation goes on.
    const others = referencesOf(query.options).filter(({ kind, name: read }) => kind !== 'queries' || read !== name);
    const missing = findMissing(this.#state.getState(), others);
    const [first] = missing;
    if (first) return this.#refuse(query, missing.map(({ message }) => message).join('\n'), missing, first.hint);
    const { values, problems } = this.#prepare(query);
    if (problems.length === 0) return this.#follow(query, values, false);
    const all = problems.map(({ field, message }) => `${field}: ${message}`);
    return this.#refuse(
      query,
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
    const { values, problems } = this.#prepare(query);
    const followUp = this.#followUps[textAt(values, 'operation') ?? ''] ?? {};
    const data = at(this.#state.getState().runs[query.id]?.result, 'data');
    const added = evaluateOptions(followUp, { data });
    const problem = [...problems, ...added.problems][0];
    if (problem) return this.#refuse(query, `${problem.field}: ${problem.message}`, [problem]);
    return this.#follow(query, { ...values, ...added.values }, true);
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

  async #follow({ id, name }: SavedQuery, options: Values, isCheck: boolean): Promise<unknown> {
    this.#stopTimer(id);
    this.#aborts.get(id)?.abort();
    const abort = new AbortController();
    this.#aborts.set(id, abort);
    const start = this.#state.getState().streams ? this.#host.stream : this.#host.run;
    const isCurrent = () => this.#aborts.get(id) === abort;
    const startedAt = Date.now();
    let progress = noProgress;
    const running = (): RunState => ({ phase: 'running', progress, startedAt, isCheck });
    this.#setRun(id, { state: running(), ...(!isCheck && { result: undefined }) });
    try {
      for await (const event of start(options, abort.signal)) {
        progress = addProgress(progress, event);
        if (isCurrent() && !progress.isFinished) this.#setRun(id, { state: running() });
      }
      if (!progress.isFinished) throw new Error('The stream ended without a result');
    } catch (error) {
      if (abort.signal.aborted) {
        if (isCurrent()) this.#setRun(id, { state: { phase: 'cancelled', progress } });
        return undefined;
      }
      const reason = error instanceof Error ? error.message : String(error);
      progress = { ...progress, result: failedResult('The workbench could not run the query', reason) };
    }
    if (isCurrent()) this.#finish(id, name, options, progress.result);
    return progress.result;
  }

  #finish(id: string, name: string, options: Values, result: unknown): void {
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

  #refuse({ id }: SavedQuery, description: string, problems: object[], hint?: string): unknown {
    const data = { category: 'invalid_options', ...(hint && { hint }), problems };
    const result = failedResult('The query was not sent', description, data);
    this.#setRun(id, { state: { phase: 'done' }, result });
    return result;
  }

  #prepare(query: SavedQuery): EvaluatedOptions {
    return evaluateOptions(query.options, toScope(this.#state.getState()));
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
