import { readDefaults, readField } from '../forms/field';
import { collectFields, type FormField } from '../forms/form-fields';
import { at, isObject } from '../forms/json';

/** An entry of the operation drop-down, with what it takes. */
export interface ListedOperation {
  value: string;
  name: string;
  fields: FormField[];
}

/** Reads which operations a query form offers, and the fields of each. */
export function listOperations(form: unknown): ListedOperation[] {
  const root = at(form, 'properties');
  const choices = readField(at(root, 'operation'))?.choices ?? [];
  const apart = ['operation', ...choices.map(({ value }) => value)];
  const shared = Object.entries(isObject(root) ? root : {}).filter(([key]) => !apart.includes(key));
  return choices.map(({ value, name }) => {
    const group = at(root, value);
    return { value, name, fields: collectFields({ ...(isObject(group) && group), ...Object.fromEntries(shared) }) };
  });
}

/** What `--help` shows. */
export function describeUsage(operations: ListedOperation[]): string {
  const width = Math.max(0, ...operations.map(({ value }) => value.length));
  return `Usage: npm run query -- <operation> [--field value]... [--live] [--save DIR] [then ...]

Runs a query through the built plugin and prints the result as JSON.

  --field value    any field of the operation, as in its form; --field alone means true;
                   given twice it makes a list
  --field @path    the content of a file; for image, images, mask, audio, file and files a
                   bare path will do
  --live           ask the API with OPENAI_API_KEY (and OPENAI_BASE_URL), which costs money;
                   without it the built-in emulator answers
  --save DIR       write images and sounds to DIR and print their paths
  --help           after an operation: its fields, their types and defaults
  then             another query, which may take a value of the one before:
                   --previous_response_id "{{data.id}}"; the last one's result is printed

Operations:
${operations.map(({ value, name }) => `  ${value.padEnd(width)}  ${name}`).join('\n')}
`;
}

/** What `<operation> --help` shows. */
export function describeOperation({ value, name, fields }: ListedOperation, form: unknown): string {
  const defaults = readDefaults(form);
  const rows = fields.map(field => ({ flag: `--${field.key}`, text: describeField(field, defaults[field.key]) }));
  const width = Math.max(0, ...rows.map(({ flag }) => flag.length));
  return `Usage: npm run query -- ${value} [--field value]...

${name}

${rows.map(({ flag, text }) => `  ${flag.padEnd(width)}  ${text}`).join('\n')}
`;
}

const mostChoices = 8;

function describeField({ appearances }: FormField, preset: unknown): string {
  const fields = appearances.map(({ field }) => field);
  const [first] = fields;
  if (!first) return '';
  const choices = [...new Set(fields.flatMap(field => field.choices.map(({ value }) => value)))].filter(Boolean);
  const more = choices.length > mostChoices ? `, … (${choices.length})` : '';
  const type =
    first.type === 'toggle'
      ? 'true or false'
      : choices.length > 0
        ? `one of ${choices.slice(0, mostChoices).join(', ')}${more}`
        : 'text, number or JSON';
  const isRequired = fields.every(({ isMandatory }) => isMandatory);
  const given = preset === undefined || preset === '' ? '' : `; default ${String(preset)}`;
  return `${first.label}: ${type}${given}${isRequired ? ' (required)' : ''}`;
}
