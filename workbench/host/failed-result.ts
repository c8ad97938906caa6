/** What a browser receives for a query that failed; the HTTP status stays 200. */
export interface FailedResult {
  status: 'failed';
  message: string;
  description?: unknown;
  data: unknown;
  metadata?: unknown;
}

/**
 * Turns what a plugin threw into what the browser is given. Only an error whose class is *named* QueryError keeps its
 * own description and metadata: the bundle carries its own copy of the class, made in another realm.
 */
export function toFailedResult(error: unknown): FailedResult {
  const { message, description, data, metadata } = readError(error);
  if (nameOfClass(error) === 'QueryError') {
    return { status: 'failed', message, description, data, ...(metadata !== undefined && { metadata }) };
  }
  return { status: 'failed', message: message || 'Internal server error', description: message, data: data || {} };
}

/** The parts of an error that a host reads, whatever was thrown. */
export function readError(error: unknown): { message: string; description: unknown; data: unknown; metadata: unknown } {
  const part = (name: string): unknown => (isObject(error) ? Reflect.get(error, name) : undefined);
  const message = isObject(error) ? part('message') : error;
  return {
    message: String(message ?? ''),
    description: part('description'),
    data: part('data'),
    metadata: part('metadata'),
  };
}

function nameOfClass(error: unknown): unknown {
  return isObject(error) && typeof error.constructor === 'function' ? error.constructor.name : undefined;
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null;
