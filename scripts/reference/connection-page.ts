import { connectionOptions } from '../../plugins/openai/lib/connection/connection';
import { describeFields } from './fields';

/** The fields of the connection. */
export function writeConnectionPage(): string {
  return [
    '# Connection fields',
    '',
    'The API key is required unless a base URL is set. [The guide](../guides/connection.md) explains how to use them.',
    '',
    ...describeFields(connectionOptions),
  ].join('\n');
}
