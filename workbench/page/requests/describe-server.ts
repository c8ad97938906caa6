import type { RecordedRequest } from '../../recording/recorded-request';
import type { ShownConnection } from '../host-api/connection';

/** Which server a run's last request went to, in a name that a builder knows; nothing where nothing was sent. */
export function describeServer(
  requests: RecordedRequest[] | undefined,
  connection: ShownConnection | undefined
): string | undefined {
  const last = requests?.at(-1);
  if (!last) return undefined;
  if (connection && !connection.isOwn) return 'the built-in emulator';
  return URL.canParse(last.url) ? new URL(last.url).host : last.url;
}
