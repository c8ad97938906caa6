import { ApiError } from './api-error';

/** What a request is answered that failed: the API's refusal, or the emulator's own fault. */
export function toRefusal(error: unknown): {
  status: number;
  headers?: Record<string, string>;
  body: ApiError['body'];
} {
  if (error instanceof ApiError) return { status: error.status, headers: error.headers, body: error.body };
  const reason = error instanceof Error ? error.message : String(error);
  const { status, body } = new ApiError(`The emulator failed: ${reason}`, { status: 500, type: 'server_error' });
  return { status, body };
}
