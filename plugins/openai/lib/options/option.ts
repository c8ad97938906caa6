import type { Schema } from '../catalogue/models';

type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';

/**
 * One option, stated once: its bounds are what the checker enforces, its annotations are the form's label (`title`),
 * tooltip (`description`), placeholder (first of `examples`) and default; type and `enum` choose the widget.
 */
export interface Option extends Schema {
  type: TypeName | TypeName[];
  title: string;
  description: string;
  default?: unknown;
  examples?: unknown[];
  enum?: string[];
  /** The form's labels of `enum`, in the same order; the values themselves where absent. */
  labels?: string[];
  /** Blanks around the text mean nothing. */
  trim?: true;
  /** What the option takes, where its type does not tell. */
  accepts?: string;
  /** Only models with eyes take it. */
  vision?: true;
  /** Lines a builder usually writes: the form gives it a taller field. */
  long?: true;
}

/** The types an option takes. */
export function typesOf(option: Schema): string[] {
  const { type } = option;
  return Array.isArray(type) ? type.map(String) : typeof type === 'string' ? [type] : [];
}

/** Something wrong with one field of a query or a connection. */
export interface Problem {
  field: string;
  message: string;
  /** The values, or the kinds of value, that would be right. */
  allowed?: unknown[];
}
