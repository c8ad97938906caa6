import sharp from 'sharp';
import { type AnswerServer, startAnswerServer } from '../support/answer-server';
import { startPlugin, type TestPlugin } from '../support/plugin';

interface Answer {
  name: string;
  type: string;
  answer: unknown;
  confidence: number | null;
  probabilities: { value: unknown; label?: string; probability: number }[];
  needs_review: boolean;
  refused: boolean;
}

let plugin: TestPlugin;
let server: AnswerServer;

beforeAll(async () => {
  plugin = await startPlugin();
  server = await startAnswerServer();
});
afterEach(() => {
  plugin.endTest();
  server.reset();
});
afterAll(async () => {
  await plugin.stop();
  await server.stop();
});

const decide = { operation: 'decide', input: 'My invoice is wrong again! I want my money back.' };
const lines = 'urgent? yes/no\nteam: billing | support | sales\nanger: 1 to 5';

const source = () => ({ ...plugin.source, baseUrl: server.baseUrl });

/** The answers that a server's decision becomes. */
async function answersTo(questions: unknown, answers: object[], options: object = {}): Promise<Answer[]> {
  server.answer({
    body: { answers, model: 'gpt-6-luna', usage: { input_tokens: 1, output_tokens: 1, total_tokens: 2 } },
  });
  const { data } = await plugin.run<{ answers: Answer[] }>({ ...decide, questions, ...options }, source());
  return data.answers;
}

describe('questions', () => {
  it('are lines of text, sent as the API has them', async () => {
    const { data, metadata } = await plugin.run<{ answers: Answer[] }>({ ...decide, questions: lines });
    expect(plugin.lastRequest()).toMatchObject({ method: 'POST', path: '/v1/decisions' });
    expect(plugin.lastBody()).toEqual({
      model: 'gpt-6-luna',
      input: decide.input,
      questions: [
        { type: 'predicate', name: 'urgent', instructions: 'urgent?' },
        {
          type: 'choice',
          name: 'team',
          instructions: 'team',
          choices: [{ value: 'billing' }, { value: 'support' }, { value: 'sales' }],
        },
        {
          type: 'score',
          name: 'anger',
          instructions: 'anger',
          levels: ['1', '2', '3', '4', '5'].map(label => ({ label })),
        },
      ],
    });
    expect(data.answers.map(({ name, type }) => [name, type])).toEqual([
      ['urgent', 'predicate'],
      ['team', 'choice'],
      ['anger', 'score'],
    ]);
    expect(data.answers[1]).toMatchObject({ answer: 'billing', refused: false, confidence: expect.any(Number) });
    expect(metadata).toMatchObject({ operation: 'decide', model: 'gpt-6-luna', cost: null, warnings: [] });
  });

  it.each([
    ['- Is it urgent? Yes / No', { type: 'predicate', name: 'Is_it_urgent', instructions: 'Is it urgent?' }],
    ['urgent: Must it be answered today? yes/no', { name: 'urgent', instructions: 'Must it be answered today?' }],
    ['Which team? billing|support', { type: 'choice', name: 'Which_team', instructions: 'Which team?' }],
    ['mood: from bad to good: 0 to 10', { type: 'score', name: 'mood', instructions: 'from bad to good' }],
  ])('may be written as %j', async (questions, expected) => {
    await plugin.run({ ...decide, questions });
    expect((plugin.lastBody()['questions'] as object[])[0]).toMatchObject(expected);
  });

  it('are JSON of the API as well, which is sent as it is', async () => {
    const questions = [
      { type: 'choice', instructions: 'Team?', choices: [{ value: true }, { value: 'a', description: 'b' }] },
    ];
    await plugin.run({ ...decide, questions: JSON.stringify(questions) });
    expect(plugin.lastBody()['questions']).toEqual([{ ...questions[0], name: 'question_1' }]);
  });

  it.each([
    [{ questions: 'urgent?' }, /^questions: line 1 must end with its answers, such as "urgent\? yes\/no"/],
    [{ questions: 'a: x | x' }, /line 1 must end with its answers/],
    [{ questions: 'urgent? yes/no\nurgent? yes/no' }, /unique names; "urgent" is used twice/],
    [
      { questions: [{ type: 'predicat', instructions: 'x' }] },
      /type must be one of predicate, .+Did you mean "predicate"\?/,
    ],
    [
      { questions: [{ type: 'choice', instructions: 'x', choices: [{ value: 'a' }] }] },
      /choices must be a list of 2 to 255/,
    ],
    [{ questions: [{ type: 'predicate' }] }, /questions\[0\]\.instructions is required/],
    [{ questions: [{ instructions: 'x' }] }, /^questions\[0\]\.type must be one of predicate, choice, score$/],
    [{ questions: { type: 'chioce', instructions: 'x' } }, /questions\.type must be one of .+Did you mean "choice"\?/],
    [{ questions: 'a? yes/no', input: '' }, /input is required/],
    [{ questions: 'a? yes/no', rows: [{ a: 1 }] }, /input and rows cannot be combined/],
    [{ questions: 'a? yes/no', rows: [{ a: 1 }], input: '' }, /prompt is required when rows is set/],
    [{ questions: 'a? yes/no', review_below: 2 }, /review_below must be a number between 0 and 1/],
  ])('are refused with what would be right: %j', async (options, message) => {
    const { description } = await plugin.refusal({ ...decide, ...options });
    expect(description).toMatch(message);
  });
});

describe('questions of a type that is newer than the plugin', () => {
  const ranking = { type: 'ranking', instructions: 'Which first?', candidates: ['a', 'b'] };
  const questions = [ranking, { type: 'predicate', instructions: 'Urgent?', name: 'urgent' }];
  const ranked = { type: 'ranking', name: 'question_1', order: ['b', 'a'], confidence: 0.7 };
  const both = [ranked, { type: 'predicate', name: 'urgent', probability: 0.9 }];

  it('are sent as they are, with a warning that names those it knows', async () => {
    server.answer({ body: { answers: both } });
    const { data, metadata } = await plugin.run<{ answers: Answer[] }>({ ...decide, questions }, source());
    expect(server.last().body['questions']).toEqual([{ ...ranking, name: 'question_1' }, questions[1]]);
    expect(metadata.warnings).toEqual([
      {
        parameter: 'questions',
        reason:
          '"ranking" is not one of the values that this version knows (predicate, choice, score); it was sent as it is',
      },
    ]);
    expect(data.answers).toMatchObject([
      { name: 'question_1', type: 'ranking', answer: ranked, confidence: 0.7, refused: false, needs_review: false },
      { name: 'urgent', answer: true, confidence: 0.9 },
    ]);
  });

  it('are declined, and reviewed, like others', async () => {
    const [unsure] = await answersTo(questions, both, { review_below: 0.8 });
    expect(unsure).toMatchObject({ answer: ranked, needs_review: true });
    const [declined] = await answersTo(questions, [{ type: 'refusal', name: 'question_1' }], {});
    expect(declined).toMatchObject({ answer: null, refused: true, needs_review: true });
  });

  it('are asked as text where the server has no decisions', async () => {
    const content = JSON.stringify({ question_1: 'b, then a', question_2: false });
    const answer = { choices: [{ message: { role: 'assistant', content }, finish_reason: 'stop' }] };
    server.answer({ status: 404, body: {} }, { body: answer });
    const { data } = await plugin.run<{ answers: Answer[] }>({ ...decide, questions }, source());
    expect(data.answers).toMatchObject([{ answer: 'b, then a', confidence: null }, { answer: false }]);
  });
});

describe('answers', () => {
  it('to yes/no are true from one half, with the confidence of that side', async () => {
    const asked = 'a? yes/no\nb? yes/no\nc? yes/no';
    const given = [0.5, 0.49, 0.97].map(probability => ({ type: 'predicate', name: null, probability }));
    expect(await answersTo(asked, given, { review_below: 0.6 })).toMatchObject([
      { name: 'a', answer: true, confidence: 0.5, needs_review: true },
      { name: 'b', answer: false, confidence: 0.51, needs_review: true },
      { name: 'c', answer: true, confidence: 0.97, needs_review: false, refused: false },
    ]);
  });

  it('to a scale are on that scale', async () => {
    const probabilities = Array.from({ length: 11 }, (_, index) => ({
      label: String(index),
      value: index + 1,
      probability: 0.09,
    }));
    const [mood] = await answersTo('mood: 0 to 10', [{ type: 'score', score: 8.5, confidence: 0.8, probabilities }]);
    expect(mood).toMatchObject({ answer: 7.5, confidence: 0.8 });
    expect(mood?.probabilities[0]).toEqual({ value: 1, label: '0', probability: 0.09 });
  });

  it('that are declined leave the others alone', async () => {
    const given = [
      { type: 'refusal', name: 'a' },
      { type: 'predicate', name: 'b', probability: 0.9 },
    ];
    expect(await answersTo('a? yes/no\nb? yes/no', given)).toMatchObject([
      { name: 'a', type: 'predicate', answer: null, confidence: null, needs_review: true, refused: true },
      { name: 'b', answer: true, needs_review: false, refused: false },
    ]);
  });

  it('are about images too', async () => {
    const png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
      .png()
      .toBuffer();
    await plugin.run({ ...decide, questions: 'red? yes/no', images: png.toString('base64') });
    expect(plugin.lastBody()['input']).toEqual([
      {
        role: 'user',
        content: [
          { type: 'input_text', text: decide.input },
          { type: 'input_image', image_url: expect.stringMatching(/^data:image\/png;base64,/) },
        ],
      },
    ]);
  });
});

describe('rows', () => {
  const rows = [{ id: 1, subject: 'My invoice is wrong' }, { id: 2, subject: 'The app does not start' }, { id: 3 }];

  it('warn of a prompt that is the same for each', async () => {
    const same = { operation: 'decide', questions: 'urgent? yes/no', rows, prompt: '{{subject}}', dry_run: true };
    const { metadata } = await plugin.run(same);
    expect(metadata.warnings).toEqual([
      {
        parameter: 'prompt',
        reason: 'The prompt contains no field such as [[name]], so every row sends the same request',
      },
    ]);
  });

  it('get their answers as columns', async () => {
    const query = { operation: 'decide', questions: lines, rows, prompt: '[[subject]]', review_below: 1 };
    const { data, message } = await plugin.run<{ rows: Record<string, unknown>[] }>(query);
    expect(message).toBe('2 rows succeeded, 1 failed');
    expect(data).toMatchObject({ succeeded: 2, failed: 1, not_run: 0 });
    expect(data.rows[0]).toMatchObject({
      id: 1,
      status: 'ok',
      team: 'billing',
      urgent: expect.any(Boolean),
      needs_review: true,
    });
    expect(data.rows[0]?.['answers']).toHaveLength(3);
    expect(data.rows[2]).toMatchObject({ id: 3, status: 'error', error: { code: 'invalid_options' } });
  });

  it('that were sent and not waited for say so, and why the others were not run', async () => {
    plugin.emulator.answerNext('/v1/decisions', { hang: true });
    const query = { operation: 'decide', questions: lines, rows: rows.slice(0, 2), prompt: '[[subject]]' };
    const { data, metadata } = await plugin.run({ ...query, concurrency: 2, query_timeout: 500 });
    expect(data).toMatchObject({
      rows: [{ status: 'not_run', error: { message: expect.stringContaining('may be billed') } }, { status: 'ok' }],
      stopped_because: { code: 'timeout', category: 'timeout' },
    });
    expect(metadata.cost).toBeNull();
  });

  it('are counted by a dry run', async () => {
    const query = {
      operation: 'decide',
      questions: lines,
      rows: rows.slice(0, 2),
      prompt: '[[subject]]',
      dry_run: true,
    };
    const { data } = await plugin.run<{ requests: number; url: string }>(query);
    expect(data).toMatchObject({ requests: 2, url: expect.stringMatching(/\/decisions$/) });
    expect(plugin.emulator.requests).toEqual([]);
  });
});

describe('a server without the endpoint', () => {
  const said = (content: object) => ({
    body: {
      model: 'house-model',
      choices: [{ message: { role: 'assistant', content: JSON.stringify(content) }, finish_reason: 'stop' }],
    },
  });

  it.each([404, 405])('answers by structured output, and nobody invents a confidence (%d)', async status => {
    server.answer(
      { status, body: { detail: 'Not Found' } },
      said({ question_1: true, question_2: 'support', question_3: 4 })
    );
    const query = { ...decide, questions: lines, model_id: 'house-model', review_below: 0.5 };
    const { data, metadata } = await plugin.run<{ answers: Answer[] }>(query, source());
    expect(server.requests.map(({ path }) => path)).toEqual(['/v1/decisions', '/v1/chat/completions']);
    expect(server.last().body).toMatchObject({
      model: 'house-model',
      response_format: { type: 'json_schema', json_schema: { strict: true } },
    });
    expect(data.answers).toEqual([
      {
        name: 'urgent',
        type: 'predicate',
        answer: true,
        confidence: null,
        probabilities: [],
        needs_review: true,
        refused: false,
      },
      {
        name: 'team',
        type: 'choice',
        answer: 'support',
        confidence: null,
        probabilities: [],
        needs_review: true,
        refused: false,
      },
      {
        name: 'anger',
        type: 'score',
        answer: 4,
        confidence: null,
        probabilities: [],
        needs_review: true,
        refused: false,
      },
    ]);
    expect(metadata.warnings).toEqual([
      { parameter: 'questions', reason: expect.stringMatching(/no endpoint for decisions.+confidence is unknown$/) },
    ]);
  });

  it('answers every row', async () => {
    server.answer(request =>
      request.path.endsWith('/decisions')
        ? { status: 404, text: 'not found', type: 'text/plain' }
        : said({ question_1: false })
    );
    const query = { operation: 'decide', questions: 'urgent? yes/no', rows: [{ t: 'a' }, { t: 'b' }], prompt: '[[t]]' };
    const { data } = await plugin.run<{ rows: object[] }>({ ...query, model_id: 'house-model' }, source());
    expect(data.rows).toMatchObject([
      { t: 'a', status: 'ok', urgent: false, needs_review: false },
      { t: 'b', status: 'ok', urgent: false },
    ]);
  });

  it('is not meant by an unknown model', async () => {
    server.answer({
      status: 404,
      body: { error: { message: 'The model `x` does not exist', code: 'model_not_found' } },
    });
    const { data } = await plugin.failure({ ...decide, questions: lines, model_id: 'x' }, source());
    expect(data.category).toBe('model_not_found');
    expect(server.requests).toHaveLength(1);
  });

  it('says so where the answer is none of the choices', async () => {
    server.answer({ status: 404, body: {} }, said({ question_1: 'maybe' }));
    const { description } = await plugin.failure({ ...decide, questions: 'a? yes/no', model_id: 'm' }, source());
    expect(description).toContain('The answer to "a" is not one of its choices');
  });
});
