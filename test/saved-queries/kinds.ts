import type { Fields } from '../support/plugin';
import { PIXEL } from './run-saved';

/** What a saved query is like, its options, and what the older plugin sent. */
type Same = [what: string, options: Fields, sent: Fields, returned?: unknown];

/** The same of one that does something else now: the row of the guide that says so, and the error or what is sent. */
type Changed = [what: string, options: Fields, row: string, now: RegExp | Fields];

const user = (content: unknown): Fields => ({ role: 'user', content });
const chat = (more: Fields): Fields => ({ operation: 'chat', model: 'gpt-4o', prompt: 'hi', ...more });
const image = (more: Fields): Fields => ({
  operation: 'image_generation',
  model: 'gpt-image-1',
  prompt: 'cat',
  size: '1024x1024',
  ...more,
});
const embedding = (more: Fields): Fields => ({
  operation: 'generate_embedding',
  model_embedding: 'text-embedding-3-small',
  input_M1: 'hello',
  encoding_format_M1: 'float',
  ...more,
});

const asked = (more: Fields): Fields => ({ model: 'gpt-4o', messages: [user('hi')], temperature: 0, ...more });
const drawn = (more: Fields): Fields => ({ model: 'gpt-image-1', prompt: 'cat', size: '1024x1024', ...more });
const embedded = (more: Fields): Fields => ({
  model: 'text-embedding-3-small',
  input: 'hello',
  encoding_format: 'float',
  ...more,
});

const image64 = { status: 'success', message: 'Image generated successfully', data: { b64_json: PIXEL } };
const imageUrl = {
  status: 'success',
  message: 'Image generated successfully',
  data: { url: 'http://127.0.0.1:9/x.png' },
};

/** Queries that send and return what they did. */
export const SAME: Same[] = [
  ['a temperature of null', chat({ temperature: null }), asked({})],
  ['a temperature that an expression gave', chat({ temperature: 0.7 }), asked({ temperature: 0.7 })],
  ['a temperature between blanks', chat({ temperature: ' 0.5 ' }), asked({ temperature: 0.5 })],
  ['a temperature that begins with its point', chat({ temperature: '.5' }), asked({ temperature: 0.5 })],
  ['a limit of null', chat({ max_tokens: null }), asked({})],
  ['a limit that an expression gave', chat({ max_tokens: 100 }), asked({ max_tokens: 100 })],
  ['a limit between blanks', chat({ max_tokens: ' 100 ' }), asked({ max_tokens: 100 })],
  ['a limit as 100.0', chat({ max_tokens: '100.0' }), asked({ max_tokens: 100 })],
  ['one stop sequence in a list', chat({ stop_sequence: ['END'] }), asked({ stop: ['END'] })],
  ['a stop sequence of null', chat({ stop_sequence: null }), asked({})],
  ['a line break as a stop sequence', chat({ stop_sequence: '\n' }), asked({ stop: '\n' })],
  ['a stop sequence that only begins a list', chat({ stop_sequence: '[END' }), asked({ stop: '[END' })],
  ['a stop sequence in brackets', chat({ stop_sequence: '[END]' }), asked({ stop: '[END]' })],
  [
    'a history as JSON',
    chat({ message_history: '[{"role":"system","content":"a"}]' }),
    asked({ messages: [{ role: 'system', content: 'a' }, user('hi')] }),
  ],
  ['a history as an empty list of JSON', chat({ message_history: '[]' }), asked({})],
  ['a history of null', chat({ message_history: null }), asked({})],
  ['a history that is blank', chat({ message_history: ' ' }), asked({})],
  [
    'a history of parts',
    chat({ message_history: [user([{ type: 'text', text: 'a' }])] }),
    asked({ messages: [user([{ type: 'text', text: 'a' }]), user('hi')] }),
  ],
  ['a number as a prompt', chat({ prompt: 5 }), asked({ messages: [user('5')] })],
  ['true as a prompt', chat({ prompt: true }), asked({ messages: [user('true')] })],
  ['JSON as a prompt', chat({ prompt: '{"a":1}' }), asked({ messages: [user('{"a":1}')] })],
  ['a prompt of lines', chat({ prompt: 'a\n\n b' }), asked({ messages: [user('a\n\n b')] })],
  ['a system prompt of null', chat({ system_prompt: null }), asked({})],
  [
    'a dated model',
    chat({ model: 'gpt-4o-2024-11-20', max_tokens: '5' }),
    asked({ model: 'gpt-4o-2024-11-20', max_tokens: 5 }),
  ],
  [
    'a fine-tuned model',
    chat({ model: 'ft:gpt-4o-mini-2024-07-18:acme::abc' }),
    asked({ model: 'ft:gpt-4o-mini-2024-07-18:acme::abc' }),
  ],
  [
    'GPT-4.1',
    chat({ model: 'gpt-4.1', max_tokens: '100', temperature: '0.3' }),
    asked({ model: 'gpt-4.1', max_tokens: 100, temperature: 0.3 }),
  ],
  ['GPT-3.5 of 2023', chat({ model: 'gpt-3.5-turbo' }), asked({ model: 'gpt-3.5-turbo' })],
  [
    'GPT-5 with a temperature, which it does not take',
    chat({ model: 'gpt-5', temperature: '0.2', max_tokens: '100' }),
    { model: 'gpt-5', messages: [user('hi')], max_completion_tokens: 100 },
  ],
  [
    'o4-mini with a temperature',
    chat({ model: 'o4-mini', temperature: '1' }),
    { model: 'o4-mini', messages: [user('hi')] },
  ],
  [
    'what the host and the other operations leave in it',
    chat({ runOnPageLoad: true, parameters: [], size: 'big', input_M1: 'x', dimensions_M1: 'a', model_embedding: 'b' }),
    asked({}),
  ],
  [
    'an image of GPT Image 1.5',
    image({ model: 'gpt-image-1.5', size: '1536x1024' }),
    drawn({ model: 'gpt-image-1.5', size: '1536x1024' }),
    image64,
  ],
  ['an image without a size', image({ size: null }), drawn({}), image64],
  ['an image with a blank size', image({ size: ' ' }), drawn({}), image64],
  ['an image of a number', image({ prompt: 5 }), drawn({ prompt: '5' }), image64],
  [
    'an image of DALL·E 2 without a size',
    image({ model: 'dall-e-2', size: '' }),
    drawn({ model: 'dall-e-2' }),
    imageUrl,
  ],
  [
    'an embedding of ada',
    embedding({
      model_embedding: 'text-embedding-ada-002',
      input_M3: 'x',
      encoding_format_M3: 'float',
      dimensions_M3: '5',
    }),
    embedded({ model: 'text-embedding-ada-002', input: 'x' }),
  ],
  ['dimensions between blanks', embedding({ dimensions_M1: ' 256 ' }), embedded({ dimensions: 256 })],
  ['dimensions that an expression gave', embedding({ dimensions_M1: 256 }), embedded({ dimensions: 256 })],
  ['dimensions of null', embedding({ dimensions_M1: null }), embedded({})],
  ['a blank in the place of dimensions', embedding({ dimensions_M1: '' }), embedded({})],
  ['both spellings of the input', embedding({ input__m1: 'new', input_M1: 'old' }), embedded({ input: 'new' })],
  ['ten texts', embedding({ input_M1: Array(10).fill('a') }), embedded({ input: Array(10).fill('a') })],
  ['lines and blanks', embedding({ input_M1: ' a\nb ' }), embedded({ input: ' a\nb ' })],
];

const notNumber = 'Something that is not a number';
const outside = 'A number outside the limits of its model';
const noSize = 'A size that the model does not support';
const entry = 'An entry of a drop-down';
const leftOver = 'A model of another operation';
const noText = 'A list or an object as a text';

/** Queries that do what a row of the guide says. */
export const CHANGED: Changed[] = [
  ['a temperature of blanks', chat({ temperature: ' ' }), 'A cleared temperature', { temperature: 0 }],
  ['a temperature in words', chat({ temperature: 'low' }), notNumber, /Leave it empty for the default$/],
  ['NaN as a temperature', chat({ temperature: Number.NaN }), notNumber, /got NaN/],
  ['the text undefined as a limit', chat({ max_tokens: 'undefined' }), notNumber, /Leave it empty/],
  ['a limit with a separator', chat({ max_tokens: '1,000' }), notNumber, /Use 1000$/],
  ['a limit of 12.7', chat({ max_tokens: 12.7 }), notNumber, /Use 12$/],
  ['false as a limit', chat({ max_tokens: false }), notNumber, /got false/],
  ['a limit with an exponent', chat({ max_tokens: '1e3' }), 'A number with an exponent', { max_tokens: 1000 }],
  ['a temperature of 3', chat({ temperature: '3' }), outside, /between 0 and 2 for gpt-4o; got 3$/],
  ['a limit of -5', chat({ max_tokens: '-5' }), outside, /between 1 and 16,384 for gpt-4o; got -5$/],
  [
    'a temperature for GPT-5.2',
    chat({ model: 'gpt-5.2', temperature: '0.7' }),
    'A temperature for a GPT-5 model',
    { temperature: 0.7 },
  ],
  [
    'a typed line break as a stop sequence',
    chat({ stop_sequence: 'END\\n' }),
    'A backslash in a stop sequence',
    { stop: ['END\n'] },
  ],
  ['a number as a stop sequence', chat({ stop_sequence: 5 }), 'A number or `false` as a text', { stop: ['5'] }],
  ['false as a stop sequence', chat({ stop_sequence: false }), 'A number or `false` as a text', { stop: ['false'] }],
  [
    'false as a system prompt',
    chat({ system_prompt: false }),
    'A number or `false` as a text',
    { messages: [{ role: 'system', content: 'false' }, user('hi')] },
  ],
  ['0 as a prompt', chat({ prompt: 0 }), 'A number or `false` as a text', { messages: [user('0')] }],
  [
    'no stop sequence in a list',
    chat({ stop_sequence: [] }),
    'An empty list, or one that is too long',
    /a list of 1 to 4 items; got an empty list/,
  ],
  [
    'five stop sequences',
    chat({ stop_sequence: [...'abcde'] }),
    'An empty list, or one that is too long',
    /got a list of 5 items/,
  ],
  [
    'a list of numbers typed by hand',
    chat({ stop_sequence: '[1, 2]' }),
    'A list typed by hand',
    /must be a string; got 1/,
  ],
  ['a blank prompt', chat({ prompt: ' ' }), 'Nothing to answer', /^prompt must not be blank/],
  [
    'null as JSON for a history',
    chat({ message_history: 'null' }),
    'A history that is not a list',
    /must be a list; got null/,
  ],
  ['a number as a history', chat({ message_history: 5 }), 'A history that is not a list', /must be a list; got 5/],
  [
    'a history that is no JSON',
    chat({ message_history: '[{role: user}]' }),
    'A query that fails',
    /not valid JSON: syntax error at position 2/,
  ],
  ['a chosen entry as a model', chat({ model: { label: 'GPT-4o', value: 'gpt-4o' } }), entry, /Use its "value" alone$/],
  [
    'a chosen entry as a temperature',
    chat({ temperature: { label: 'Low', value: 0.1 } }),
    entry,
    /Use its "value" alone$/,
  ],
  [
    'a chosen entry as a size',
    image({ size: { label: 'Small', value: '1024x1024' } }),
    entry,
    /Use its "value" alone$/,
  ],
  ['a chosen entry as a prompt', chat({ prompt: { label: 'a', value: 'b' } }), entry, /Use its "value" alone$/],
  ['an object as a prompt of an image', image({ prompt: { a: 1 } }), noText, /JSON\.stringify/],
  ['an image model in a chat', chat({ model: 'dall-e-3' }), leftOver, { messages: [user('hi')] }],
  ['a chat model for an image', image({ model: 'gpt-4o', size: '' }), leftOver, { prompt: 'cat' }],
  [
    'an image of a model nobody knows',
    image({ model: 'flux', size: '' }),
    'A model that the plugin does not know',
    { model: 'flux' },
  ],
  [
    'a size of DALL·E 3 for GPT Image 1',
    image({ size: '1792x1024' }),
    noSize,
    /auto, 1024x1024, 1536x1024, 1024x1536 for gpt-image-1/,
  ],
  ['a size of GPT Image for DALL·E 3', image({ model: 'dall-e-3', size: 'auto' }), noSize, /for dall-e-3; got "auto"/],
  ['a size with blanks in it', image({ size: '1024 x 1024' }), noSize, /Did you mean "1024x1024"\?$/],
  ['a number as a size', image({ size: 1024 }), noSize, /got "1024"/],
  ['no prompt for an image', image({ prompt: '' }), 'Nothing to answer', /^prompt is required/],
  [
    'dimensions of 0',
    embedding({ dimensions_M1: 0 }),
    outside,
    /between 1 and 1,536 for text-embedding-3-small; got 0$/,
  ],
  ['dimensions in words', embedding({ dimensions_M1: 'all' }), notNumber, /Leave it empty/],
  [
    'tokens',
    embedding({ input_M1: [1, 2, 3] }),
    'Tokens as the input of an embedding',
    /^input\[0\] must be a string; got a number/,
  ],
  ['a blank text', embedding({ input_M1: ' ' }), 'Nothing to answer', /^input must not be blank/],
  ['true as an input', embedding({ input_M1: true }), 'A number as the input of an embedding', { input: ['true'] }],
  [
    'an input under the fields of another model',
    embedding({ model_embedding: 'text-embedding-3-large' }),
    'Nothing to answer',
    /^input is required/,
  ],
];
