import { choose, code, type Kind, toggle } from './kind';

/** More of what a user can enter, and how far things are. */
export const inputKinds: Kind[] = [
  {
    id: 'dropdown',
    title: 'Drop-down',
    size: { w: 4, h: 2 },
    smallest: { w: 2, h: 2 },
    fields: [
      code('label', 'Label', 'Language'),
      code(
        'choices',
        'Choices',
        'English, German, French',
        'Texts with commas between, or a list of { value, label }.'
      ),
      code('value', 'Value at first', 'English'),
    ],
    defaults: { label: 'Choice', choices: 'One, Two', value: 'One' },
    exposes: 'value',
  },
  {
    id: 'number',
    title: 'Number',
    size: { w: 3, h: 2 },
    smallest: { w: 2, h: 2 },
    fields: [code('label', 'Label', 'How many'), code('value', 'Value at first', '3')],
    defaults: { label: 'Number', value: '1' },
    exposes: 'value',
  },
  {
    id: 'checkbox',
    title: 'Checkbox',
    size: { w: 3, h: 1 },
    smallest: { w: 2, h: 1 },
    fields: [code('label', 'Label', 'With sources'), toggle('value', 'Checked at first')],
    defaults: { label: 'Checkbox', value: false },
    exposes: 'value',
  },
  {
    id: 'date',
    title: 'Date',
    size: { w: 3, h: 2 },
    smallest: { w: 2, h: 2 },
    fields: [code('label', 'Label', 'From'), code('value', 'Value at first', '2026-12-31')],
    defaults: { label: 'Date', value: '' },
    exposes: 'value',
  },
  {
    id: 'chat',
    title: 'Chat',
    size: { w: 6, h: 10 },
    smallest: { w: 3, h: 5 },
    fields: [
      choose('query', 'Sends by the query', []),
      code('history', 'What was said', '{{queries.chat1.data.message_history}}', 'A list of { role, content }.'),
      code('placeholder', 'Placeholder', 'Ask something'),
      code('label', 'Name for screen readers', 'Conversation'),
    ],
    defaults: { query: '', history: '', placeholder: 'Write a message', label: 'Conversation' },
    queryField: 'query',
    exposes: 'value',
  },
  {
    id: 'jsonform',
    title: 'JSON form',
    size: { w: 6, h: 8 },
    smallest: { w: 3, h: 4 },
    fields: [
      code('label', 'Label', 'New ticket'),
      code(
        'schema',
        'Schema',
        '{ "title": "Zinc", "words": 200 }',
        'A JSON schema, or an example of what the form gives. Each property becomes a field.'
      ),
      code('value', 'Value at first', '{{queries.chat1.data.parsed}}', 'An object, or its JSON.'),
      code('button', 'Button', 'Submit'),
      choose('query', 'Submitting runs the query', []),
    ],
    defaults: {
      label: 'Form',
      schema: '{ "title": "Zinc", "words": 200, "sources": true }',
      value: '',
      button: 'Submit',
      query: '',
    },
    queryField: 'query',
    exposes: 'value',
  },
  {
    id: 'statistics',
    title: 'Statistics',
    size: { w: 3, h: 2 },
    smallest: { w: 2, h: 2 },
    fields: [code('label', 'Label', 'Tickets'), code('value', 'Value', '{{queries.tickets1.data.succeeded}}')],
    defaults: { label: 'Figure', value: '' },
  },
  {
    id: 'progress',
    title: 'Progress',
    size: { w: 6, h: 1 },
    smallest: { w: 2, h: 1 },
    fields: [
      code('label', 'Label', 'Rows done'),
      code(
        'value',
        'Value',
        '{{queries.batch1.data.counts.completed}}',
        'Empty: it only shows that something goes on.'
      ),
      code('whole', 'Of', '{{queries.batch1.data.counts.total}}', 'What is 100 %.'),
    ],
    defaults: { label: 'Progress', value: '0', whole: '100' },
  },
];
