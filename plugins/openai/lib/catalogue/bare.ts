/**
 * A copy without a prototype, so that what another library adds to `Object.prototype` is not read as one of its values,
 * and `__proto__` is a key like any other.
 */
export function bare<Fields extends object>(fields: Fields): Fields {
  return Object.assign(Object.create(null), fields);
}

/** A copy of data without prototypes at any level; lists stay lists. */
export function bareThroughout<Data>(data: Data): Data;
export function bareThroughout(data: unknown): unknown {
  if (Array.isArray(data)) return data.map(part => bareThroughout(part));
  if (typeof data !== 'object' || data === null) return data;
  const copy = Object.create(null);
  for (const [name, value] of Object.entries(data)) copy[name] = bareThroughout(value);
  return copy;
}

/** Entries by key, each copied without prototypes when it is first read: a query reads one or two of hundreds. */
export function bareOnDemand<Data>(entries: ReadonlyMap<string, Data>): (key: string) => Data | undefined {
  const copies = new Map<string, Data>();
  return key => {
    const entry = entries.get(key);
    if (entry !== undefined && !copies.has(key)) copies.set(key, bareThroughout(entry));
    return copies.get(key);
  };
}
