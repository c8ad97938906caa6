/** What became of a saved query that does not do exactly what it did, by the words of docs/upgrading.md. */
export interface Difference {
  /** The first cell of the table's row. */
  row: string;
  /** What the error says of a query that is not sent. */
  error?: RegExp;
}

const notText: Omit<Difference, 'error'> = { row: 'A list or an object as a text' };
const notNumber: Omit<Difference, 'error'> = { row: 'Something that is not a number' };

/** By the name of the case; every other case sends and returns what it did. */
export const DIFFERENCES: Record<string, Difference> = {
  'chat no model, temp+max': { row: 'No model' },
  'image no model': { row: 'No model' },
  'image no model size': { row: 'No model' },
  'embedding no model_embedding': { row: 'No model' },
  'chat temperature ""': { row: 'A cleared temperature' },
  'chat gpt-5.2 stop': { row: 'A stop sequence for a reasoning model' },
  'chat stop [json]': { row: 'A list typed by hand' },
  'embedding array text': { row: 'A list typed by hand' },
  'chat suffix': { row: 'A suffix' },
  'chat prompt false': { row: '`false` as a prompt' },
  'chat model upper case': { row: 'A model that the plugin does not know' },
  'embedding no format': { row: 'No encoding format' },
  'embedding number': { row: 'A number as the input of an embedding' },
  'chat nothing': { row: 'Nothing to answer', error: /^prompt is required unless/ },
  'embedding empty': { row: 'Nothing to answer', error: /^input is required/ },
  'chat history object (not array)': { row: 'A history that is not a list', error: /^message_history must be a list/ },
  'chat prompt object': { ...notText, error: /use \{\{JSON\.stringify\(\.\.\.\)\}\}/ },
  'chat prompt array': { ...notText, error: /use \{\{JSON\.stringify\(\.\.\.\)\}\}/ },
  'chat system_prompt object': { ...notText, error: /use \{\{JSON\.stringify\(\.\.\.\)\}\}/ },
  'embedding object': { ...notText, error: /^input must be a string or a list of strings/ },
  'chat temperature "0,5"': { ...notNumber, error: /Use 0\.5$/ },
  'chat max_tokens "100 tokens"': { ...notNumber, error: /Use 100$/ },
  'chat max_tokens "12.7"': { ...notNumber, error: /Use 12$/ },
  'chat query_timeout abc': { ...notNumber, error: /Leave it empty for the default$/ },
  'chat max_tokens 0': { row: 'A number outside the limits of its model', error: /between 1 and 16,384 for gpt-4o/ },
  'chat max_tokens 20000 (gpt-4o max 16384)': {
    row: 'A number outside the limits of its model',
    error: /between 1 and 16,384 for gpt-4o; got 20,000/,
  },
  'image gpt-image-2 size "large"': {
    row: 'A size that the model does not support',
    error: /^size must be auto or WIDTH/,
  },
  'chat 401': { row: 'A query that fails', error: /^Incorrect API key provided/ },
  'chat 400': { row: 'A query that fails', error: /^Bad thing/ },
  'completion 2023': { row: 'The operation Completion' },
  'completion with model': { row: 'The operation Completion' },
};
