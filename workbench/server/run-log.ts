import type { SecretHider } from '../recording/hide-secrets';
import type { RecordedRequest } from '../recording/recorded-request';
import { Recorder } from '../recording/recorder';

const mostRuns = 30;

/** The requests of the latest runs, in this process's memory. */
export class RunLog {
  readonly #runs = new Map<string, Recorder>();

  /** Begins to record a run. */
  begin(run: string, hider: SecretHider): Recorder {
    const recorder = new Recorder(hider);
    this.#runs.set(run, recorder);
    for (const oldest of this.#runs.keys()) {
      if (this.#runs.size <= mostRuns) break;
      this.#runs.delete(oldest);
    }
    return recorder;
  }

  /** Nothing for a run that is not known, or no longer. */
  requestsOf(run: string): RecordedRequest[] | undefined {
    return this.#runs.get(run)?.requests;
  }
}
