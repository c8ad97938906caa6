import type { StoreApi } from 'zustand/vanilla';
import type { Values } from '../form/field';
import { at, textAt } from '../json/at';
import { evaluateOptions } from './evaluate-options';
import { findMissing } from './missing';
import { addProgress, noProgress } from './progress';
import { referencesOf } from './references';
import { failedResult, notRun, type QueryRun, type RunState, readPollDelay } from './run-state';
import type { SavedQuery } from './saved-query';
import { toScope } from './scope';
import type { QueryState } from './store';

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

/** Starts, follows, stops and repeats runs. */
export interface Runner {
  run(name: string): Promise<unknown>;
  cancel(name: string): void;
  check(name: string): Promise<unknown>;
  stopChecking(name: string): void;
  /** Stops whatever a query that goes away still does. */
  forget(query: SavedQuery): void;
}

/** Makes what runs the queries of a store. */
export function createRunner({ state, host, followUps }: Setting): Runner {
  const { getState, setState } = state;
  const aborts = new Map<string, AbortController>();
  const timers = new Map<string, ReturnType<typeof setTimeout>>();

  const find = (name: string) => getState().queries.find(query => query.name === name);
  const setRun = (id: string, run: Partial<QueryRun>) =>
    setState(({ runs }) => ({ runs: { ...runs, [id]: { ...(runs[id] ?? notRun), ...run } } }));

  function stopTimer(id: string): void {
    clearTimeout(timers.get(id));
    timers.delete(id);
  }

  async function follow({ id, name }: SavedQuery, options: Values, isCheck: boolean): Promise<unknown> {
    stopTimer(id);
    aborts.get(id)?.abort();
    const abort = new AbortController();
    aborts.set(id, abort);
    const start = getState().streams ? host.stream : host.run;
    const isCurrent = () => aborts.get(id) === abort;
    const startedAt = Date.now();
    let progress = noProgress;
    const running = (): RunState => ({ phase: 'running', progress, startedAt, isCheck });
    setRun(id, { state: running(), ...(!isCheck && { result: undefined }) });
    try {
      for await (const event of start(options, abort.signal)) {
        progress = addProgress(progress, event);
        if (isCurrent() && !progress.isFinished) setRun(id, { state: running() });
      }
      if (!progress.isFinished) throw new Error('The stream ended without a result');
    } catch (error) {
      if (abort.signal.aborted) {
        if (isCurrent()) setRun(id, { state: { phase: 'cancelled', progress } });
        return undefined;
      }
      const reason = error instanceof Error ? error.message : String(error);
      progress = { ...progress, result: failedResult('The workbench could not run the query', reason) };
    }
    if (isCurrent()) finish(id, name, options, progress.result);
    return progress.result;
  }

  function finish(id: string, name: string, options: Values, result: unknown): void {
    aborts.delete(id);
    const wait = followUps[textAt(options, 'operation') ?? ''] ? readPollDelay(result) : undefined;
    setRun(id, { state: { phase: 'done', ...(wait !== undefined && { checkAt: Date.now() + wait }) }, result });
    if (wait === undefined) return;
    const latestName = () => getState().queries.find(query => query.id === id)?.name ?? name;
    timers.set(
      id,
      setTimeout(() => void check(latestName()), wait)
    );
  }

  /** The follow-up's own expressions read the result; all that it does not name stays as the query says. */
  async function check(name: string): Promise<unknown> {
    const query = find(name);
    if (!query) return undefined;
    const { values, problems } = prepare(query);
    const followUp = followUps[textAt(values, 'operation') ?? ''] ?? {};
    const data = at(getState().runs[query.id]?.result, 'data');
    const added = evaluateOptions(followUp, { data });
    const problem = [...problems, ...added.problems][0];
    if (problem) return refuse(query, `${problem.field}: ${problem.message}`, [problem]);
    return follow(query, { ...values, ...added.values }, true);
  }

  const prepare = (query: SavedQuery) => evaluateOptions(query.options, toScope(getState()));

  function refuse({ id }: SavedQuery, description: string, problems: object[], hint?: string): unknown {
    const data = { category: 'invalid_options', ...(hint && { hint }), problems };
    const result = failedResult('The query was not sent', description, data);
    setRun(id, { state: { phase: 'done' }, result });
    return result;
  }

  return {
    check,
    async run(name) {
      const query = find(name);
      if (!query) throw new Error(`There is no query named ${name}`);
      // A query may read its own last result, so that a conversation goes on.
      const others = referencesOf(query.options).filter(({ kind, name: read }) => kind !== 'queries' || read !== name);
      const missing = findMissing(getState(), others);
      const [first] = missing;
      if (first) return refuse(query, missing.map(({ message }) => message).join('\n'), missing, first.hint);
      const { values, problems } = prepare(query);
      if (problems.length === 0) return follow(query, values, false);
      const all = problems.map(({ field, message }) => `${field}: ${message}`);
      return refuse(
        query,
        all.join('\n'),
        problems.map((problem, index) => ({ ...problem, message: all[index] })),
        'An expression could not be evaluated; its field says why.'
      );
    },
    cancel(name) {
      const query = find(name);
      if (query) aborts.get(query.id)?.abort();
    },
    stopChecking(name) {
      const query = find(name);
      if (!query) return;
      stopTimer(query.id);
      setRun(query.id, { state: { phase: 'done' } });
    },
    forget({ id }) {
      stopTimer(id);
      aborts.get(id)?.abort();
      aborts.delete(id);
    },
  };
}
