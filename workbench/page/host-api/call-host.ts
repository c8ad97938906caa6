import { textAt } from '../json/at';

/**
 * Asks the workbench's server.
 *
 * @param body Makes it a POST.
 * @throws Error with the server's own words where it refuses.
 */
export async function callHost(path: string, body?: object, signal?: AbortSignal): Promise<Response> {
  const response = await fetch(path, {
    ...(body && { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }),
    ...(signal && { signal }),
  });
  if (response.ok) return response;
  const answer: unknown = await response.json().catch(() => undefined);
  throw new Error(textAt(answer, 'message') ?? `The workbench answered ${response.status}`);
}
