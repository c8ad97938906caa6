import type { Schema } from '../catalogue/models';

type TypeName = 'string' | 'number' | 'integer' | 'boolean' | 'array' | 'object';

/**
 * One option as JSON Schema. Queries are checked by its bounds; the form shows `title` as the label, `description` as
 * the tooltip, the first of `examples` as the placeholder, and `default`. `type` and `enum` decide the kind of field.
 */
export interface Option extends Schema {
  type: TypeName | TypeName[];
  title: string;
  description: string;
  default?: unknown;
  examples?: unknown[];
  enum?: string[];
  /** The API extends the list: other values are sent with a warning. */
  open?: true;
  /** The form's labels of `enum`, in the same order; the values themselves where absent. */
  labels?: string[];
  /** A typed \\n is a line break, \\t a tab and \\\\ a backslash: forms have fields of one line. */
  escapes?: true;
  /** Surrounding whitespace is removed. */
  trim?: true;
  /** What the option accepts, completing "must be ..." and "is not ...", where the type alone would not say enough. */
  accepts?: string;
  /** Only models with image input support it. */
  vision?: true;
  /** The value that turns a switch on in a form that shows more fields beside it; a group of the form has this name. */
  on?: string;
  /** A drop-down in the form, although other values are valid as well. */
  dropDown?: true;
  /** Hosts store its default in every query, as they did for ToolJet's own plugin. */
  stored?: true;
  /** Usually several lines, so the form gives it a taller field. */
  long?: true;
  /** The field of its form that holds the most text, which gets the tallest field. */
  tall?: true;
}

/** The types an option accepts. */
export function typesOf(option: Schema): string[] {
  const { type } = option;
  return Array.isArray(type) ? type.map(String) : typeof type === 'string' ? [type] : [];
}

/** Something wrong with one field of a query or a connection. */
export interface Problem {
  field: string;
  message: string;
  /** The values, or the kinds of value, that are valid. */
  allowed?: unknown[];
}
