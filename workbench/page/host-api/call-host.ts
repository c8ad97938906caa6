import { textAt } from '../../forms/json';

interface Call {
  /** Default: POST where there is a body, else GET. */
  method?: 'POST' | 'PUT';
  body?: object;
  signal?: AbortSignal;
}

/** Written into the page by the server that served it; it answers nobody else. */
const token = document.querySelector<HTMLMetaElement>('meta[name="workbench-token"]')?.content ?? '';

/**
 * Asks the workbench's server.
 *
 * @throws Error with the server's own words where it refuses.
 */
export async function callHost(path: string, { method, body, signal }: Call = {}): Promise<Response> {
  const response = await fetch(path, {
    method: method ?? (body ? 'POST' : 'GET'),
    headers: { 'x-workbench-token': token, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
    ...(signal && { signal }),
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new Error('The workbench does not answer. Is it still running?');
  });
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => undefined);
  throw new Error(textAt(answer, 'message') ?? `The workbench answered ${response.status}`);
}
