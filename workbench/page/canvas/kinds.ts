import { inputKinds } from './input-kinds';
import { choose, code, type Kind, toggle } from './kind';

const rows = code('rows', 'Rows', '{{queries.models1.data.rows}}', 'A list of objects. Their keys are the columns.');

const list: Kind[] = [
  {
    id: 'text',
    title: 'Text',
    size: { w: 6, h: 1 },
    smallest: { w: 1, h: 1 },
    fields: [
      code('text', 'Text', '{{queries.chat1.data.text}}'),
      choose('style', 'Style', [
        { value: 'heading', name: 'Heading' },
        { value: 'normal', name: 'Normal' },
        { value: 'small', name: 'Small' },
      ]),
    ],
    defaults: { text: 'Text', style: 'normal' },
  },
  {
    id: 'markdown',
    title: 'Markdown',
    size: { w: 6, h: 6 },
    smallest: { w: 2, h: 2 },
    fields: [code('text', 'Text', '{{queries.chat1.data.text}}')],
    defaults: { text: '' },
  },
  {
    id: 'image',
    title: 'Image',
    size: { w: 6, h: 8 },
    smallest: { w: 2, h: 2 },
    fields: [
      code('source', 'Source', '{{queries.image1.data.images[0].data_url}}', 'A data URL, or an object that has one.'),
      code('description', 'Description', 'What the image shows', 'Read out where the image cannot be seen.'),
    ],
    defaults: { source: '', description: '' },
  },
  {
    id: 'gallery',
    title: 'Image gallery',
    size: { w: 12, h: 6 },
    smallest: { w: 2, h: 3 },
    fields: [
      code('images', 'Images', '{{queries.image1.data.images}}', 'A list of data URLs, or of objects with one.'),
    ],
    defaults: { images: '' },
  },
  {
    id: 'table',
    title: 'Table',
    size: { w: 12, h: 6 },
    smallest: { w: 3, h: 4 },
    fields: [rows, code('columns', 'Columns', 'id, label', 'Names with commas between, or a list. Empty: all.')],
    defaults: { rows: '', columns: '' },
  },
  {
    id: 'chart',
    title: 'Chart',
    size: { w: 6, h: 6 },
    smallest: { w: 3, h: 4 },
    fields: [
      rows,
      code('value_column', 'Column of values', 'score', 'Empty: the first column that holds numbers.'),
      code('label_column', 'Column of labels', 'id', 'Empty: rows are numbered.'),
      choose('chart_type', 'Drawn as', [
        { value: 'bar', name: 'Bars' },
        { value: 'line', name: 'Line' },
      ]),
    ],
    defaults: { rows: '', value_column: '', label_column: '', chart_type: 'bar' },
  },
  {
    id: 'audio',
    title: 'Audio',
    size: { w: 6, h: 2 },
    smallest: { w: 3, h: 2 },
    fields: [code('source', 'Source', '{{queries.speech1.data.data_url}}', 'A data URL, or an object that has one.')],
    defaults: { source: '' },
  },
  {
    id: 'json',
    title: 'JSON',
    size: { w: 6, h: 6 },
    smallest: { w: 2, h: 2 },
    fields: [code('value', 'Value', '{{queries.chat1.data}}')],
    defaults: { value: '' },
  },
  {
    id: 'button',
    title: 'Button',
    size: { w: 3, h: 1 },
    smallest: { w: 1, h: 1 },
    fields: [code('label', 'Label', 'Run'), choose('query', 'Runs the query', [])],
    defaults: { label: 'Run', query: '' },
    queryField: 'query',
  },
  {
    id: 'textinput',
    title: 'Text input',
    size: { w: 6, h: 2 },
    smallest: { w: 2, h: 2 },
    fields: [
      code('label', 'Label', 'Prompt'),
      code('value', 'Value at first', 'A lighthouse at dusk'),
      code('placeholder', 'Placeholder', 'Say what to draw'),
      toggle('multiline', 'Several lines'),
      choose('query', 'Enter runs the query', []),
    ],
    defaults: { label: 'Text', value: '', placeholder: '', multiline: false, query: '' },
    queryField: 'query',
    exposes: 'value',
  },
  {
    id: 'filepicker',
    title: 'File picker',
    size: { w: 6, h: 3 },
    smallest: { w: 2, h: 3 },
    fields: [
      code('label', 'Label', 'Picture'),
      code('accept', 'Types', 'image/*', 'As a browser takes them: image/*, .pdf, .wav. Empty: all.'),
      toggle('multiple', 'Several files'),
    ],
    defaults: { label: 'File', accept: '', multiple: false },
    exposes: 'file',
  },
];

/** All kinds, in the palette's order. */
export const kinds: ReadonlyMap<string, Kind> = new Map([...list, ...inputKinds].map(kind => [kind.id, kind]));
