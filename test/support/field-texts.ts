type Schema = Record<string, unknown>;

const text = { type: 'string' };
const number = { type: 'number' };
const integer = { type: 'integer' };
const date = { type: 'string', format: 'date' };
const listOf = (items: Schema) => ({ type: 'array', items });
const closed = (properties: Record<string, Schema>, type: unknown = 'object') => ({
  type,
  properties,
  required: Object.keys(properties),
  additionalProperties: false,
});
const oneOf = (...values: string[]) => ({ type: 'string', enum: values });

/** Fields as builders write them, and the properties that they become. */
export const fieldTexts: [text: string, properties: Record<string, Schema>][] = [
  ['total: number', { total: number }],
  ['total', { total: text }],
  ['total, vendor', { total: text, vendor: text }],
  ['total: number\nvendor\n', { total: number, vendor: text }],
  [
    'total: number; vendor; category: travel | food | other; items: list of { name, price: number }; due_date?: date',
    {
      total: number,
      vendor: text,
      category: oneOf('travel', 'food', 'other'),
      items: listOf(closed({ name: text, price: number })),
      due_date: { type: ['string', 'null'], format: 'date' },
    },
  ],
  ['count: int, is_paid: bool', { count: integer, is_paid: { type: 'boolean' } }],
  [
    'at: datetime; on: date; start: time',
    { at: { type: 'string', format: 'date-time' }, on: date, start: { type: 'string', format: 'time' } },
  ],
  ['email: email, id: uuid', { email: { type: 'string', format: 'email' }, id: { type: 'string', format: 'uuid' } }],
  ['site: url', { site: { type: 'string', description: 'A complete URL' } }],
  ['stars: 1..5', { stars: { type: 'integer', minimum: 1, maximum: 5 } }],
  ['score: number 0..1', { score: { type: 'number', minimum: 0, maximum: 1 } }],
  ['percent: 0-100', { percent: { type: 'integer', minimum: 0, maximum: 100 } }],
  ['share: 0.5..1.5', { share: { type: 'number', minimum: 0.5, maximum: 1.5 } }],
  ['tags: list of text', { tags: listOf(text) }],
  ['tags: text[]', { tags: listOf(text) }],
  ['tags: [text]', { tags: listOf(text) }],
  ['tags: Array<string>', { tags: listOf(text) }],
  ['tags: list', { tags: listOf(text) }],
  ['sizes: list of numbers', { sizes: listOf(number) }],
  ['kinds: list of bug | question', { kinds: listOf(oneOf('bug', 'question')) }],
  ['kinds: (bug | question)[]', { kinds: listOf(oneOf('bug', 'question')) }],
  ['matrix: number[][]', { matrix: listOf(listOf(number)) }],
  ['address: { street, city }', { address: closed({ street: text, city: text }) }],
  ['address { street, city }', { address: closed({ street: text, city: text }) }],
  ['address?: { street, city }', { address: closed({ street: text, city: text }, ['object', 'null']) }],
  [
    'items: list of {\n  name\n  price: number\n}\ntotal: number',
    { items: listOf(closed({ name: text, price: number })), total: number },
  ],
  ['- total: number\n- vendor', { total: number, vendor: text }],
  ['1. total: number\n2. vendor', { total: number, vendor: text }],
  ['total: number (gross, in EUR)', { total: { type: 'number', description: 'gross, in EUR' } }],
  [
    'total: number # gross\n# about the seller\nvendor',
    { total: { type: 'number', description: 'gross' }, vendor: text },
  ],
  ['total: number - gross, vendor', { total: { type: 'number', description: 'gross' }, vendor: text }],
  ['vendor (who sold it)', { vendor: { type: 'string', description: 'who sold it' } }],
  ['note: text (optional)', { note: { type: ['string', 'null'] } }],
  ['due: date | null', { due: { type: ['string', 'null'], format: 'date' } }],
  ['due: date?', { due: { type: ['string', 'null'], format: 'date' } }],
  ['kind?: bug | question', { kind: { type: ['string', 'null'], enum: ['bug', 'question', null] } }],
  ['tags?: list of text', { tags: { type: ['array', 'null'], items: text } }],
  ['"Invoice number": text', { 'Invoice number': text }],
  ["'net total': number, vat: number", { 'net total': number, vat: number }],
  ['status: in progress | done', { status: oneOf('in progress', 'done') }],
  ['status: "yes, all" | none', { status: oneOf('yes, all', 'none') }],
  ['category: travel |\n  food |\n  other\nvendor', { category: oneOf('travel', 'food', 'other'), vendor: text }],
  ['category: travel\n  | food', { category: oneOf('travel', 'food') }],
  ['kind: "invoice"', { kind: oneOf('invoice') }],
  ['is_due: true | false, is_paid: yes/no', { is_due: { type: 'boolean' }, is_paid: { type: 'boolean' } }],
  ['answer: yes | no', { answer: oneOf('yes', 'no') }],
  ['level: 1 | 2 | 3', { level: { type: 'integer', enum: [1, 2, 3] } }],
  ['value: number | text', { value: { anyOf: [number, text] } }],
  ['medium: text | image | video', { medium: oneOf('text', 'image', 'video') }],
  ['{ total: number; vendor: string }', { total: number, vendor: text }],
  ['größe: number, 名前', { größe: number, 名前: text }],
  [
    'a: { b: { c: { d: list of { e } } } }',
    { a: closed({ b: closed({ c: closed({ d: listOf(closed({ e: text })) }) }) }) },
  ],
  ['\n\n total : number ;; vendor,\n', { total: number, vendor: text }],
];

/** Fields that cannot be read, where, and what the message says of them. */
export const brokenTexts: [text: string, place: string, says: string][] = [
  [': number', 'line 1, column 1', 'write name: type'],
  ['total:', 'line 1, column 7', '"total" has no type; write text, number'],
  ['vendor\ntotal:\ndue: date', 'line 2, column 7', '"total" has no type'],
  ['total: nubmer', 'line 1, column 8', '"nubmer" is not a type (did you mean number?); write text, number'],
  ['vendor\ndue: dat', 'line 2, column 6', 'did you mean date?'],
  ['total number', 'line 1, column 1', '"total number" is not a field\'s name; write total: number'],
  ['total = number', 'line 1, column 1', 'write total: number'],
  ['net total: number', 'line 1, column 1', 'in quotation marks'],
  ['12: number', 'line 1, column 1', '"12" is not a field\'s name; put it in quotation marks'],
  ['items: list of', 'line 1, column 15', '"items" has no type; write text'],
  ['items: list of { name, price: number', 'line 1, column 16', '"{" is never closed; add "}"'],
  ['total: number }', 'line 1, column 15', '"}" closes nothing; remove it'],
  ['items: { }', 'line 1, column 8', '{ } has no fields; write { name, price: number }'],
  ['category: travel | ', 'line 1, column 20', 'a value is missing after |'],
  ['category: travel | | food', 'line 1, column 20', 'a value is missing after |'],
  ['category: | food', 'line 1, column 11', '"category" has no type'],
  ['total, vendor, total', 'line 1, column 16', 'the field "total" is there twice'],
  ['kind: "bug', 'line 1, column 7', 'the quotation mark " is never closed'],
  ['total: number (gross', 'line 1, column 15', '"(" is never closed; add ")"'],
  ['total: number in EUR', 'line 1, column 8', '"number in EUR" is not a type'],
  ['tags: [text', 'line 1, column 7', '"[" is never closed; add "]"'],
  ['stars: 5..1', 'line 1, column 8', '"5..1" is not a type'],
  ['address: object', 'line 1, column 10', '"object" is not a type'],
  ['items: list of { name: wat }', 'line 1, column 24', '"wat" is not a type'],
];
