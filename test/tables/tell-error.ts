import { ApiError } from '../../plugins/openai/lib/failures/api-error';
import { UnusableResponse } from '../../plugins/openai/lib/failures/failure';
import { NetworkError } from '../../plugins/openai/lib/failures/network-error';
import { show } from './lines';

function tellError(error: unknown): string {
  if (error instanceof ApiError) return `${error.status} ${JSON.parse(error.body).error.message}, ${error.effect}`;
  if (error instanceof UnusableResponse) return `${error.code}: ${error.reason}`;
  if (error instanceof NetworkError) return `${error.code}${error.unsent ? ', unsent' : ''}, ${error.effect}`;
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

/** What a promise gives, or what it fails with. */
export const tell = (promise: Promise<unknown>): Promise<string> =>
  promise.then(
    value => (typeof value === 'string' ? value : show(value)),
    error => tellError(error)
  );
