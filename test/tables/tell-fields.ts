import { TYPES_IN_WORDS } from '../../plugins/openai/lib/text/field-types';
import { readOutputFields } from '../../plugins/openai/lib/text/output-fields';
import { group, Page, show } from './lines';

/** The schema of output fields on few characters, or what is wrong with them. */
function tell(option: unknown): string {
  const { schema, problems } = readOutputFields(option as string);
  const words = problems.map(({ message }) =>
    message.replace('output_fields', '').replace(TYPES_IN_WORDS, 'TYPES').trim()
  );
  if (problems.length > 0) return `ERROR ${words.join(' | ')}`;
  expect(schema).toMatchObject({ type: 'object', required: Object.keys(Object(schema['properties'])) });
  return JSON.stringify(schema['properties']).replaceAll('"additionalProperties":false', '…');
}

/** What output fields in many forms are read as. */
export const pageOfFields = (options: unknown[]): Page =>
  new Page(group(options.map(option => [show(option), tell(option)])));
