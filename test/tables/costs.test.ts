import { type BilledResponse, chargesOf, type ModelCharge } from '../../plugins/openai/lib/cost/charges';
import { priceCharges, pricesOfImage } from '../../plugins/openai/lib/cost/cost';
import { boundRequest } from '../../plugins/openai/lib/cost/cost-bound';
import { measureInput } from '../../plugins/openai/lib/cost/input-size';
import { longestAnswer } from '../../plugins/openai/lib/cost/longest-answer';
import {
  findPrice,
  knownAs,
  type OwnPrice,
  type PriceBook,
  readPrices,
} from '../../plugins/openai/lib/cost/price-book';
import { addUsages, readUsage } from '../../plugins/openai/lib/cost/usage';
import type { Problem } from '../../plugins/openai/lib/options/option';
import { group, Page, plainText, show } from './lines';

/**
 * What everything costs, and costs at most, by prices that are set here, so that news of OpenAI's prices change nothing. The
 * prices are round numbers: a reader can calculate each line.
 */

expect.addSnapshotSerializer(plainText);

const prices = {
  text: { input: 1, cached_input: 0.1, cache_write: 2, output: 10, batch: 0.5, flex: 0.25, priority: 3 },
  bare: { input: 1, output: 10 },
  images: { input: 1, cached_input: 0.5, image_input: 4, cached_image_input: 2, output: 10, image_output: 40 },
  sound: { input: 1, audio_input: 20, output: 10, audio_output: 80 },
  long: { input: 1, output: 10, priority: 2, batch: 0.5, long_context: 'priced' as const },
  unknown: { input: 1, output: 10, long_context: 'unknown' as const },
  embedding: { input: 1 },
  'by image': { per_image: 0.04 },
  'by minute': { per_minute: 0.6 },
  'by letter': { per_million_characters: 15 },
  'at most': { max_usd: 0.5 },
};

/** A connection cannot state what only the catalogue has: prices by length, by size, and free ones. */
function bookOf(more: object = {}): PriceBook {
  const problems: Problem[] = [];
  const { long, unknown, ...stated } = prices;
  const read = readPrices({ ...stated, ...more }, false, '2026-11-02', problems);
  expect(problems).toEqual([]);
  const listed: [string, OwnPrice][] = [
    ['long', long],
    ['unknown', unknown],
    ['free', { free: true }],
    ['by size', { per_image: { '1024x1024 hd': 0.08, '1024x1024 standard': 0.04, '512x512 standard': 0.02 } }],
  ];
  return { ...read, own: new Map([...read.own, ...listed]) };
}

const book = bookOf();

const uses: Record<string, ModelCharge> = {
  nothing: {},
  'no counts': { usage: {} },
  'only input': { usage: { input_tokens: 1000 } },
  'only output': { usage: { input_tokens: 0, output_tokens: 100, output_image_tokens: 90 } },
  'a token of input': { usage: { input_tokens: 1, output_tokens: 100, output_image_tokens: 90 } },
  text: { usage: { input_tokens: 1000, output_tokens: 100 } },
  'a million': { usage: { input_tokens: 1e6, output_tokens: 1e6 } },
  cached: { usage: { input_tokens: 1000, output_tokens: 100, cached_tokens: 400 } },
  'all cached': { usage: { input_tokens: 1000, output_tokens: 0, cached_tokens: 1000 } },
  'more cached than read': { usage: { input_tokens: 10, output_tokens: 0, cached_tokens: 1000 } },
  written: { usage: { input_tokens: 1000, output_tokens: 100, cache_write_tokens: 300 } },
  'written for hours': {
    usage: { input_tokens: 1000, output_tokens: 100, cache_write_tokens: 300, cache_write_12h_tokens: 1 },
  },
  images: { usage: { input_tokens: 1000, output_tokens: 100, input_image_tokens: 600, output_image_tokens: 90 } },
  'cached images': {
    usage: {
      input_tokens: 1000,
      output_tokens: 100,
      input_image_tokens: 600,
      cached_tokens: 300,
      cached_image_tokens: 200,
      output_image_tokens: 100,
    },
  },
  'cached, of unknown kind': {
    usage: {
      input_tokens: 1000,
      output_tokens: 100,
      input_image_tokens: 600,
      cached_tokens: 300,
      output_image_tokens: 100,
    },
  },
  sound: { usage: { input_tokens: 1000, output_tokens: 100, input_audio_tokens: 700, output_audio_tokens: 60 } },
  'no images in': { usage: { input_tokens: 0, output_tokens: 100, output_image_tokens: 100 } },
  seconds: { usage: { input_seconds: 30 } },
  letters: { usage: { input_characters: 2000 } },
  'an image': { images: ['1024x1024 hd'] },
  'two images': { images: ['1024x1024 standard', '512x512'] },
  'an image of unknown quality': { images: ['1024x1024'] },
  'an image of its own size': { images: ['auto'] },
  'just short': { usage: { input_tokens: 272_000, output_tokens: 100 } },
  'just long': { usage: { input_tokens: 272_001, output_tokens: 100 } },
  'a long sum': { usage: { input_tokens: 272_001, output_tokens: 100 }, isSum: true },
  'a short sum': { usage: { input_tokens: 272_000, output_tokens: 100 }, isSum: true },
  ...Object.fromEntries(
    ['default', 'auto', 'batch', 'flex', 'priority', 'fast', 'scale', ''].map(service_tier => [
      `tier ${service_tier}`,
      { usage: { input_tokens: 1000, output_tokens: 100 }, service_tier },
    ])
  ),
  'long at priority': { usage: { input_tokens: 300_000, output_tokens: 100 }, service_tier: 'priority' },
  'long in a batch': { usage: { input_tokens: 300_000, output_tokens: 100 }, service_tier: 'batch' },
};

it.each([...Object.keys(prices), 'free', 'by size', 'nobody'])('what a use costs: %s', model => {
  const told = Object.entries(uses).map(([name, charge]): [string, string] => {
    const cost = priceCharges([charge], { requested: model }, book);
    return [name, cost ? `$${cost.usd} (${cost.basis})` : 'unknown'];
  });
  expect(new Page(group(told.map(([name, cost]) => [`${name},`, cost])))).toMatchSnapshot();
});

it('what several uses cost', () => {
  const text = { usage: { input_tokens: 1000, output_tokens: 100 } };
  const open = bookOf({ '*': 'openai' });
  const lines = [
    priceCharges(null, { requested: 'text' }, book),
    priceCharges([], { requested: 'text' }, book),
    priceCharges([text, text], { requested: 'text' }, book),
    priceCharges([text, { ...text, model: 'bare' }], { requested: 'text', responded: 'text-2' }, book),
    priceCharges([text, { tool: 'web_search', calls: 3 }], { requested: 'text' }, book),
    priceCharges([text, { tool: 'web_search', calls: 3 }], { requested: 'text' }, open),
    priceCharges([text, { tool: 'file_search', calls: 2 }], { requested: 'text' }, open),
    priceCharges([{ tool: 'web_search', calls: 1 }], { requested: 'gpt-4o-mini' }, open),
    priceCharges([{ tool: 'web_search', calls: 1 }], { responded: 'gpt-4o-mini' }, open),
    priceCharges([text, { usage: {} }], { requested: 'text' }, book),
  ];
  expect(new Page(lines.map(show))).toMatchSnapshot();
});

const calls = (...types: string[]) => ({ output: types.map(type => ({ type })) });
const search = (type: string) => ({ type: 'web_search_call', action: { type } });
const billed: Record<string, BilledResponse> = {
  nothing: {},
  usage: { usage: { input_tokens: 1 }, service_tier: 'flex' },
  'each kind of item': calls(
    'message',
    'reasoning',
    'function_call',
    'custom_tool_call',
    'computer_call',
    'mcp_list_tools',
    'mcp_call',
    'mcp_approval_request'
  ),
  ...Object.fromEntries(
    ['code_interpreter_call', 'shell_call', 'zinc', 'file_search_call'].map(type => [type, calls(type)])
  ),
  'an item without a type': { output: [{}] },
  'three searches, one of them opens a page': { output: [search('search'), search('open_page'), search('search')] },
  'a search without an action': calls('web_search_call'),
  'searches as counted by the API': { output: [search('search')], tool_usage: { web_search: { num_requests: 5 } } },
  'no search as counted by the API': { output: [search('search')], tool_usage: { web_search: { num_requests: 0 } } },
  'a search by the preview': { output: [search('search')], tools: [{ type: 'web_search_preview_2025_03_11' }] },
  'a search by the tool': { output: [search('search')], tools: [{}, { type: 'web_search' }] },
  'the preview, unused': { output: [], tools: [{ type: 'web_search_preview' }] },
  'two file searches': calls('file_search_call', 'file_search_call'),
  'an image': {
    ...calls('image_generation_call'),
    tools: [{ type: 'image_generation', model: 'gpt-image-2' }],
    tool_usage: { image_gen: { input_tokens: 2 } },
  },
  'an image by an unknown model': { ...calls('image_generation_call'), tools: [{ type: 'image_generation' }] },
  'a drawing': { output: [{ type: 'message', svg_usage: {} }] },
  ...Object.fromEntries(
    ['soonest', '2h', '8h'].map(completion_window => [completion_window, { background_options: { completion_window } }])
  ),
};

it('what a response is billed for', () => {
  const told = Object.entries(billed).map(([name, response]): [string, string] => [
    `${name},`,
    show(chargesOf(response)),
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

const details = {
  text_tokens: 1,
  image_tokens: 2,
  audio_tokens: 3,
  cached_tokens: 4,
  reasoning_tokens: 5,
  cache_write_tokens: 6,
};
const usages: (object | null | undefined)[] = [
  null,
  undefined,
  {},
  { prompt_tokens: 1, completion_tokens: 2, total_tokens: 3 },
  { input_tokens: 1, output_tokens: 2, total_tokens: 3 },
  { input_tokens: 1, prompt_tokens: 9 },
  { input_tokens: '1', output_tokens: null },
  { input_tokens: 1, input_tokens_details: details, output_tokens_details: details },
  { prompt_tokens_details: details, completion_tokens_details: details },
  { input_token_details: details, output_token_details: details },
  { input_tokens_details: { ...details, cache_write_tokens_details: { ttl_12h_tokens: 7 } } },
  { cached_tokens_details: details, cached_tokens: 8 },
  { type: 'duration', seconds: 2.5 },
  { type: 'tokens', seconds: 2.5 },
  {
    input_seconds: 1,
    input_characters: 2,
    cache_write_12h_tokens: 3,
    output_image_tokens: 4,
    cached_audio_tokens: 5,
    other_tokens: 6,
  },
  { input_tokens_details: 7, output_tokens_details: null },
];

it('the usage that servers state', () => {
  const told = usages.map((usage): [string, string] => [show(usage), show(readUsage(usage))]);
  told.push(
    ['the sum', show(addUsages(usages))],
    ['none', show(addUsages([null, undefined]))],
    ['no usages', show(addUsages([]))]
  );
  expect(new Page(group(told))).toMatchSnapshot();
});

const tool = (type: string, more: object = {}) => ({ tools: [{ type }], ...more });
const bodies: Record<string, object> = {
  nothing: {},
  text: { messages: [{ role: 'user', content: 'Zinc' }], max_tokens: 100 },
  'two limits': { messages: [], max_tokens: 100, max_completion_tokens: 200 },
  'a limit of another endpoint': { messages: [], max_output_tokens: 100 },
  ...Object.fromEntries(
    [0, -1, '100', null, Number.NaN, Number.POSITIVE_INFINITY, 0.5].map(max_tokens => [
      `max_tokens ${show(max_tokens)} ${max_tokens}`,
      { max_tokens, max_output_tokens: max_tokens },
    ])
  ),
  ...Object.fromEntries(
    [0, 1, 2, 128, -1, '3'].map(n => [`n ${show(n)}`, { n, max_tokens: 100, max_output_tokens: 100 }])
  ),
  'best of': { best_of: 3, n: 2, max_tokens: 100 },
  ...Object.fromEntries(
    ['default', 'auto', 'flex', 'priority', 'fast', 'scale', 'batch'].map(service_tier => [
      `tier ${service_tier}`,
      { service_tier, max_tokens: 100, max_output_tokens: 100 },
    ])
  ),
  'an image in the text': { max_tokens: 100, messages: [{ content: [{ image_url: { url: 'x' } }] }] },
  'an earlier response': { max_output_tokens: 100, previous_response_id: 'resp_1' },
  'a prompt in parts': { max_tokens: 100, prompt: ['a'] },
  'a prediction': { max_tokens: 100, prediction: {} },
  'options of web search': { max_tokens: 100, web_search_options: {} },
  'a function': tool('function', { max_tokens: 100, max_output_tokens: 100 }),
  'a search, any number': tool('web_search', { max_output_tokens: 100 }),
  'two searches': tool('web_search', { max_output_tokens: 100, max_tool_calls: 2 }),
  'two searches in files': tool('file_search', { max_output_tokens: 100, max_tool_calls: 2 }),
  'an unpriced tool': tool('code_interpreter', { max_output_tokens: 100, max_tool_calls: 2 }),
  'calls of no number': tool('web_search', { max_output_tokens: 100, max_tool_calls: '2' }),
  'a speech': { input: 'x'.repeat(1000) },
  'images of a size': { n: 3, size: '1024x1024', quality: 'hd' },
  'images of any quality': { n: 2, size: '1024x1024' },
  'images of another size': { size: '7x7' },
};
const endpoints = [
  '/chat/completions',
  '/completions',
  '/responses',
  '/images/generations',
  '/embeddings',
  '/audio/speech',
  '/audio/transcriptions',
];

it.each(['text', 'long', 'images', 'embedding', 'by image', 'by letter', 'at most', 'free', 'by size', ''])(
  'what a request costs at most: %s',
  model => {
    const open = bookOf({ '*': 'openai' });
    const told = endpoints.flatMap(endpoint =>
      Object.entries(bodies).map(([name, body]): [string, string] => {
        const bound = boundRequest({ endpoint, body: { model, ...body } }, open);
        return [
          `${endpoint.replace(/^.*\//, '')} ${name},`,
          'usd' in bound ? `$${bound.usd} (${bound.basis})` : bound.unknown,
        ];
      })
    );
    const batch = boundRequest({ endpoint: '/chat/completions', body: { model, max_tokens: 100 }, batch: true }, open);
    expect(new Page([...group(told), `in a batch ${show(batch)}`])).toMatchSnapshot();
  }
);

it('the price that applies', () => {
  const problems: Problem[] = [];
  const stated = {
    ours: { input: 1, output: 2 },
    alias: 'gpt-4o-mini',
    'gpt-4o': { input: 7 },
    none: 'zinc-1',
    list: [],
    negative: { input: -1 },
    text: { input: '1' },
    other: { input: 1, zinc: 2 },
    null: null,
    '*': 'zinc',
    ['x'.repeat(100)]: 7,
  };
  const read = readPrices(stated, true, '2026-11-02', problems);
  const closed = { ...read, asOpenAI: false };
  const models = [
    { requested: 'ours' },
    { requested: 'zinc-1', responded: 'ours' },
    { requested: 'alias' },
    { requested: 'gpt-4o' },
    { requested: 'gpt-4o-mini' },
    { requested: 'gpt-4o-mini', responded: 'gpt-4o-mini-2099-01-01' },
    { requested: 'gpt-4o-mini', responded: 'gpt-4o-mini-other' },
    { responded: 'gpt-4o-mini' },
    {},
  ];
  const lines = models.map(
    model => `${show(model)}: ${show(findPrice(read, model))} closed ${show(findPrice(closed, model))}`
  );
  const names = ['alias', 'ours', 'zinc-1'].map(id => `${id} is known as ${knownAs(read, id)}`);
  const all = readPrices({ '*': 'openai' }, false, '2026-11-02', problems);
  expect(
    new Page([...problems.map(show), ...lines, ...names, show([...read.own.keys()]), show(all)])
  ).toMatchSnapshot();
});

it('how large an input is', () => {
  const values: object[] = [
    {},
    { a: '' },
    { a: 'ä' },
    { a: 1, b: true },
    { a: null, b: undefined },
    { a: [1, 'x', { b: 'y' }] },
    ...[
      'image_url',
      'file',
      'file_id',
      'file_data',
      'file_url',
      'input_audio',
      'audio',
      'previous_response_id',
      'conversation',
    ].map(name => ({ [name]: 'xyz' })),
    ...['item_reference', 'image_generation_call', 'computer_call_output', 'message'].map(type => ({ type })),
  ];
  expect(new Page(values.map(value => `${show(value)}: ${show(measureInput(value))}`))).toMatchSnapshot();
});

it('how long an answer may be', () => {
  const requests = [
    {},
    { max_tokens: 5 },
    { max_tokens: 0, max_output_tokens: 7 },
    { max_tokens: 5, max_completion_tokens: 9 },
    { max_tokens: '5' },
    { model: 7 },
    { model: 'gpt-4o-mini' },
    { model: 'zinc' },
    { max_tokens: 2e6 },
  ];
  expect(new Page(requests.map(request => `${show(request)}: ${longestAnswer(request).length}`))).toMatchSnapshot();
});

it('the prices that an image may have', () => {
  const sized = { '1024x1024 hd': 3, '1024x1024 standard': 2, '512x512 standard': 1 };
  const told = ['', 'auto', 'auto auto', '1024x1024', '1024x1024 auto', 'standard', '512x512 hd', '1024'].map(
    (known): [string, string] => [`"${known}"`, show(pricesOfImage(sized, known))]
  );
  expect(new Page([...group(told), show(pricesOfImage(5, 'auto'))])).toMatchSnapshot();
});
