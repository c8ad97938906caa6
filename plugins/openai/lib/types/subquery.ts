/** A query of another operation that an operation runs. */
export interface Subquery {
  id: string;
  options: Record<string, unknown>;
  /** The field that asks for it, such as `variants[0]`. */
  field: string;
  /** The options that are stated there, and not in fields of the same name. */
  own: string[];
}
