import { collectChat } from '../../plugins/openai/lib/text/chat-stream';

const choice = (index: number, content: string, finish_reason?: string) => ({
  choices: [{ index, delta: { content }, ...(finish_reason && { finish_reason }) }],
});

function collect(events: object[], { stops = [], isClosed = false }: { stops?: string[]; isClosed?: boolean } = {}) {
  const warnings: string[] = [];
  const collector = collectChat(stops, parameter => warnings.push(parameter));
  const shown = events
    .flatMap(event => collector.take(event))
    .map(progress => ('text' in progress ? progress.text : ''));
  return { shown: shown.join(''), text: collector.text?.(), whole: collector.finish(isClosed), warnings };
}

describe('a streamed chat', () => {
  it('keeps id, model, tier and usage, in whichever piece they come', () => {
    const { whole } = collect([
      { id: '', model: 'm', service_tier: 'auto', ...choice(0, 'Hi') },
      { id: 'chat-1', model: 'other', service_tier: 'flex', ...choice(0, '!', 'stop') },
      { choices: [], usage: { total_tokens: 3 } },
    ]);
    expect(whole).toMatchObject({
      id: 'chat-1',
      model: 'm',
      service_tier: 'flex',
      usage: { total_tokens: 3 },
      choices: [{ index: 0, finish_reason: 'stop', message: { content: 'Hi!' } }],
    });
  });

  const head = { id: 'chat-1', created: 1, model: 'm', object: 'chat.completion.chunk' };
  const piece = (more: object, delta: object = { content: 'b' }) => ({
    ...head,
    choices: [{ index: 0, delta, logprobs: null, finish_reason: null, ...more }],
  });

  it.each<[string, object, object]>([
    ['a text alone', piece({}), { message: { content: 'abc' } }],
    ['a text of no index', piece({ index: undefined }), { message: { content: 'abc' } }],
    ['a text that is none', piece({}, { content: 7 }), { message: { content: 'a7c' } }],
    ['a refusal', piece({}, { content: 'b', refusal: 'No' }), { message: { content: 'abc', refusal: 'No' } }],
    ['a thought', piece({}, { content: 'b', reasoning: 'Hm' }), { message: { content: 'abc', reasoning: 'Hm' } }],
    [
      'a call',
      piece({}, { content: 'b', tool_calls: [{ index: 0, id: 'c1', function: { name: 'f', arguments: '{}' } }] }),
      { message: { content: 'abc', tool_calls: [{ id: 'c1', function: { name: 'f', arguments: '{}' } }] } },
    ],
    ['an error', piece({ error: { code: 1 } }), { message: { content: 'abc' }, error: { code: 1 } }],
    ['a whole message', piece({ message: { content: 'abcdef' } }), { message: { content: 'abcdefc' } }],
  ])('is read whole where a piece among others holds %s', (_, middle, expected) => {
    const { whole } = collect([
      piece({}, { content: 'a' }),
      middle,
      piece({ finish_reason: 'stop' }, { content: 'c' }),
    ]);
    expect(whole).toEqual({
      id: 'chat-1',
      created: 1,
      model: 'm',
      choices: [{ index: 0, finish_reason: 'stop', ...expected }],
    });
  });

  it('keeps what comes with a text between two others', () => {
    const between = { ...piece({}), service_tier: 'flex', usage: { total_tokens: 3 } };
    const { whole } = collect([piece({}), between, piece({ finish_reason: 'stop' })]);
    expect(whole).toMatchObject({
      service_tier: 'flex',
      usage: { total_tokens: 3 },
      choices: [{ message: { content: 'bbb' } }],
    });
  });

  it('is not whole where one of two answers did not end', () => {
    const half = [choice(0, 'a', 'stop'), choice(1, 'b')];
    expect(collect(half).whole).toBeUndefined();
    expect(collect([...half, choice(1, 'c', 'stop')]).whole).toMatchObject({
      choices: [{ message: { content: 'a' } }, { message: { content: 'bc' } }],
    });
  });

  it('is whole, with a warning, where the server says that it is over', () => {
    const { whole, warnings } = collect([choice(0, 'a')], { isClosed: true });
    expect(whole).toMatchObject({ choices: [{ message: { content: 'a' } }] });
    expect(warnings).toEqual(['include_raw']);
    expect(collect([choice(0, 'a', 'stop')], { isClosed: true }).warnings).toEqual([]);
    expect(collect([], { isClosed: true }).whole).toBeUndefined();
  });

  it('shows the first of two answers, and gives both in order', () => {
    const { shown, text, whole } = collect([choice(1, 'b', 'stop'), choice(0, 'a', 'stop')]);
    expect([shown, text]).toEqual(['b', 'b']);
    expect(whole).toMatchObject({ choices: [{ index: 0 }, { index: 1 }] });
  });

  it('hides a stop sequence that is split, and shows what was none', () => {
    expect(collect([choice(0, 'one E'), choice(0, 'ND two', 'stop')], { stops: ['END'] }).shown).toBe('one ');
    expect(collect([choice(0, 'one E'), choice(0, 'N', 'stop')], { stops: ['END'] }).shown).toBe('one EN');
  });

  it('hides a stop sequence also where each piece is like the one before', () => {
    const pieces = ['Zi', 'nc ', 'E', 'N', 'D', ' tin'].map(text => ({ id: 'c', ...choice(0, text) }));
    expect(collect([...pieces, choice(0, '', 'stop')], { stops: ['END'] }).shown).toBe('Zinc ');
    expect(collect([...pieces.slice(0, 4), choice(0, '', 'stop')], { stops: ['END'] }).shown).toBe('Zinc EN');
    const ofTwo = [choice(1, 'b'), choice(0, 'a'), choice(1, 'b'), choice(0, 'a')];
    expect(collect(ofTwo).shown).toBe('bb');
  });

  it('joins what comes in pieces besides', () => {
    const { whole } = collect([
      { choices: [{ delta: { refusal: 'I ', reasoning_content: 'Let ', reasoning_details: [{ a: 1 }] } }] },
      {
        choices: [
          { delta: { refusal: 'no', reasoning_content: 'us', reasoning_details: [{ b: 2 }] }, finish_reason: 'stop' },
        ],
      },
    ]);
    expect(whole).toMatchObject({
      choices: [{ message: { refusal: 'I no', reasoning_content: 'Let us', reasoning_details: [{ a: 1 }, { b: 2 }] } }],
    });
  });

  it('takes a whole message for its pieces where that says more', () => {
    const { whole } = collect([
      choice(0, 'He'),
      { choices: [{ index: 0, message: { role: 'assistant', content: 'Hello' }, finish_reason: 'stop' }] },
    ]);
    expect(whole).toMatchObject({ choices: [{ message: { content: 'Hello' } }] });
    const shorter = collect([
      choice(0, 'Hello'),
      { choices: [{ index: 0, message: { content: 'He' }, finish_reason: 'stop' }] },
    ]);
    expect(shorter.whole).toMatchObject({ choices: [{ message: { content: 'Hello' } }] });
  });

  it('ends with the error of a choice', () => {
    const { whole } = collect([{ choices: [{ index: 0, delta: { content: 'a' }, error: { code: 'x' } }] }]);
    expect(whole).toMatchObject({ choices: [{ error: { code: 'x' } }] });
  });
});
