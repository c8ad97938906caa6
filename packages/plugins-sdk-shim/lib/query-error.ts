/**
 * The only error a host shows with its details. Hosts recognise it by `constructor.name === 'QueryError'`,
 * so it is never subclassed; the static block keeps the name in a minified bundle.
 *
 * @param message What failed, in a sentence: "Could not generate the image".
 * @param description Why, and what to do. Hosts' debuggers show only this text.
 * @param data Details for programs. App users see it: no keys, headers or prompts.
 *
 * `metadata` is no parameter, since a host's own class has none; hosts pass on what is set.
 */
export class QueryError extends Error {
  static {
    Object.defineProperty(QueryError, 'name', { value: 'QueryError' });
  }

  readonly description: string;
  readonly data: Record<string, unknown>;
  /** How the query went: attempts, duration, the request's id. App users see it. */
  metadata?: Record<string, unknown>;

  constructor(message: string, description: string, data: Record<string, unknown>) {
    super(message);
    this.name = 'QueryError';
    this.description = description;
    this.data = data;
  }
}
