import { readFields } from './fields';
import { parseJson, readSchema, type Schema } from './schema';
import { readEntries, toEntries } from './values';

/** What expressions read of a form. */
type ExposedForm = {
  value: Record<string, unknown>;
  isValid: boolean;
  /** What is wrong, in sentences, by the properties' paths. */
  errors: Record<string, string>;
  /** As it is shown; nothing where there is none. */
  schema: Schema | undefined;
};

/**
 * @param given The schema or the example, as the builder gave it.
 * @param first What the form holds before anything is entered.
 * @param input What was entered.
 */
export function exposeForm(given: unknown, first: unknown, input: unknown): ExposedForm {
  const schema = readSchema(given);
  const fields = schema ? readFields(schema) : [];
  const { value, errors } = readEntries(fields, input ?? toEntries(fields, parseJson(first)));
  return { value, isValid: schema !== undefined && Object.keys(errors).length === 0, errors, schema };
}
