import { useEffect, useState } from 'react';
import type { RecordedRequest } from '../../recording/recorded-request';
import { fetchRequests } from '../host-api/requests';

const everyMs = 700;

/** What a run has sent: again and again while it runs, once when it has ended. */
export function useRequests(run: string | undefined, isRunning: boolean): RecordedRequest[] | undefined {
  const [shown, setShown] = useState<{ run: string; requests: RecordedRequest[] | undefined }>();
  useEffect(() => {
    if (run === undefined) return undefined;
    const leaving = new AbortController();
    async function ask(id: string): Promise<void> {
      const requests = await fetchRequests(id, leaving.signal);
      if (!leaving.signal.aborted) setShown({ run: id, requests });
    }
    void ask(run);
    const timer = isRunning ? setInterval(() => void ask(run), everyMs) : undefined;
    return () => {
      leaving.abort();
      clearInterval(timer);
    };
  }, [run, isRunning]);
  return shown?.run === run ? shown?.requests : undefined;
}
