import { lookUpModel } from '../../plugins/openai/lib/catalogue/models';
import { inspectTimed } from '../../plugins/openai/lib/responses/answer-within';
import { inspectImageTool, warnOfMainline } from '../../plugins/openai/lib/responses/image-tool';
import { toInput } from '../../plugins/openai/lib/responses/response-input';
import { collectResponse } from '../../plugins/openai/lib/responses/response-stream';
import type { LoadedFile } from '../../plugins/openai/lib/types/file';
import { group, Page, plainText, show } from './lines';
import { pictures } from './sample-bytes';

/** What the events of a response are shown as, what its request is made of. */

expect.addSnapshotSerializer(plainText);

const type = (name: string, more: object = {}) => ({ type: `response.${name}`, ...more });

it('events of a response', () => {
  const tools = [
    'web_search_call',
    'file_search_call',
    'code_interpreter_call',
    'mcp_call',
    'mcp_list_tools',
    'a',
    '',
    'x y',
  ];
  const states = 'in_progress searching interpreting generating completed failed completed.x zinc partial_image'.split(
    ' '
  );
  const image = (pictures['png'] ?? Buffer.alloc(0)).toString('base64');
  const events: object[] = [
    ...tools.flatMap(tool => states.map(state => type(`${tool}.${state}`))),
    { type: 'x.response.web_search_call.searching' },
    ...['created', 'queued', 'in_progress', 'incomplete', 'zinc'].flatMap(name => [
      type(name, { response: { id: 'r', status: 's' }, sequence_number: 0 }),
      type(name, { response: { id: 7 } }),
      type(name, { response: 'x' }),
    ]),
    ...['Zi', '', 7, undefined].map(delta => type('output_text.delta', { delta, sequence_number: 3 })),
    type('output_text.delta', { delta: 'Zi', sequence_number: '3' }),
    type('reasoning_text.delta', { delta: 'Zi' }),
    ...[image, 'zinc', '', 7].flatMap(partial_image_b64 =>
      [0, 2, '1', undefined].map(partial_image_index =>
        type('image_generation_call.partial_image', { partial_image_b64, partial_image_index, sequence_number: 5 })
      )
    ),
    {},
  ];
  const told = events.map((event): [string, string] => [
    show(event),
    show(collectResponse().take(event)).replace(/"data:image\/png;base64,[^"]*"/, '"PNG"'),
  ]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('what a stream of events ends in', () => {
  const whole = { id: 'r', status: 'completed', output: [{ type: 'a' }] };
  const begun = type('created', { response: { id: 'r', status: 'in_progress' } });
  const item = (at: unknown, name: unknown) => type('output_item.done', { output_index: at, item: name });
  const delta = type('output_text.delta', { delta: 'Zi' });
  const streams: Record<string, object[]> = {
    nothing: [],
    begun: [begun],
    'a text': [begun, delta, delta],
    'a text, each event twice': [
      { ...delta, sequence_number: 1 },
      { ...delta, sequence_number: 1 },
      { ...delta, sequence_number: 2 },
    ],
    items: [begun, item(2, { n: 2 }), item(0, { n: 0 }), item(10, { n: 10 })],
    'items without places': [item(undefined, { n: 0 }), item(null, { n: 1 }), item(undefined, 'x')],
    ...Object.fromEntries(
      ['completed', 'incomplete', 'failed', 'cancelled', 'zinc'].map(name => [
        name,
        [begun, delta, type(name, { response: whole })],
      ])
    ),
    'the end says nothing': [begun, delta, item(0, { n: 0 }), type('completed', { response: { id: 'r' } })],
    'the end is empty': [delta, type('completed', { response: { id: 'r', output: [] } })],
    'the end has a text': [delta, type('completed', { response: { id: 'r', output: [], output_text: 'own' } })],
    'the end is no object': [delta, type('completed', { response: 'x' })],
    'one item without a list': [type('completed', { response: { output: { type: 'a' } } })],
    'an image': [
      type('image_generation_call.partial_image', { partial_image_b64: (pictures['png'] ?? '').toString('base64') }),
      type('completed', { response: whole }),
    ],
  };
  const lines = Object.entries(streams).flatMap(([name, events]) =>
    [true, false].map(isClosed => {
      const collector = collectResponse();
      for (const event of events) collector.take(event);
      return `${name}${isClosed ? ', closed' : ''} -> ${show(collector.text?.())} ${show(collector.finish(isClosed))}`;
    })
  );
  expect(new Page(lines)).toMatchSnapshot();
});

const file = (more: object): LoadedFile =>
  ({
    mime_type: 'text/plain',
    extension: 'txt',
    name: 'a.txt',
    bytes: 4,
    content: Buffer.from('Zinc'),
    ...more,
  }) as LoadedFile;

it('what a request is made of', () => {
  const inputs = [
    {},
    { prompt: '' },
    { prompt: 'Hi', files: [file({}), file({ mime_type: 'application/pdf', name: 'b.pdf' })] },
    { files: [{ file_id: 'file-1' }, { api_link: 'https://a.invalid/x' }] as LoadedFile[] },
    {
      images: [
        file({ mime_type: 'image/png' }),
        { file_id: 'file-1' },
        { api_link: 'https://a.invalid/x' },
      ] as LoadedFile[],
    },
    { prompt: 'Hi', image_ids: 'ig_1', input: [{ role: 'user' as const, content: 'last' }] },
    { image_ids: ['ig_1', 'ig_2'], message_history: [{ role: 'user' as const, content: 'first' }], prompt: 'Hi' },
  ];
  expect(new Page(inputs.map(input => `${show(Object.keys(input))} -> ${show(toInput(input))}`))).toMatchSnapshot();
});

it('options of the image tool, and models that do not call it', () => {
  const tool = { image_generation: true };
  const given: object[] = [
    ...[{ model: 'gpt-5.4' }, { model: 'zinc-1' }, { size: '7x7' }, { quality: 'zinc' }, { output_compression: 101 }],
    ...[{ size: null }, { zinc: 1 }, { model: 'dall-e-2', quality: 'high' }, { model: 'dall-e-3', size: '256x256' }],
    ...[
      { input_fidelity: 'high', moderation: 'low' },
      { background: 'transparent', output_format: 'jpeg' },
    ],
  ].map(options => ({ ...tool, image_generation_options: { model: 'gpt-image-1', ...options } }));
  const told = [{}, tool, { ...tool, partial_images: 9 }, { ...tool, partial_images: 2 }, ...given].map(
    (options): [string, string] => [
      show(options),
      inspectImageTool(options)
        .map(({ field, message }) => `${field}: ${message.replace(/use one of .*/, 'use one of …')}`)
        .join(' | ') || 'fine',
    ]
  );
  const warned = ['gpt-5.4', 'gpt-3.5-turbo', 'zinc-1'].flatMap(id =>
    [true, false].map((image_generation): [string, string] => {
      const words: string[] = [];
      warnOfMainline({ image_generation }, lookUpModel(id), (...warning) => words.push(warning.join(': ')));
      return [`${id} ${image_generation}`, words.join(' | ').replace(/; use .*/, '; use …') || 'no warning'];
    })
  );
  const timed = [
    {},
    { answer_within: 1 },
    { answer_within: 1, store: true },
    { answer_within: 1, store: false },
    { store: false },
  ];
  expect(
    new Page([...group(told), ...group(warned), ...group(timed.map(one => [show(one), show(inspectTimed(one))]))])
  ).toMatchSnapshot();
});
