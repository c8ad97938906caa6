import fc from 'fast-check';
import { evaluate } from '../workbench/page/queries/evaluate';
import { evaluateOptions } from '../workbench/page/queries/evaluate-options';
import {
  type EvaluatingWorker,
  evaluateInWorker,
  type Question,
  type Reply,
} from '../workbench/page/queries/evaluator';
import { findReferences } from '../workbench/page/queries/references';
import { isUnclosed, type Scope } from '../workbench/page/queries/templates';
import { evaluateHere } from './support/evaluate-here';

const data = {
  text: 'one\ntwo $& $1 three',
  rows: [{ n: 1 }, { n: 2 }],
  images: [{ data_url: 'data:image/png;base64,AA' }],
};
const scope: Scope = {
  queries: { a: { data, isLoading: false } },
  components: { input1: { value: 'x' } },
  globals: {},
};
const give = (text: string) => evaluate(text, scope);

describe('an expression', () => {
  it.each([
    ['{{queries.a.data.rows}}', data.rows],
    ['  {{ queries.a.data.images[0].data_url }}\n', 'data:image/png;base64,AA'],
    ['{{queries.a.data.rows.map(row => row.n * 2)}}', [2, 4]],
    ["{{queries.a.data.rows.filter(({ n }) => n > 1).map(r => r.n).join(', ')}}", '2'],
    ['{{queries.a.isLoading}}', false],
    ['{{queries.a.data.rows.length > 1 ? "many" : "one"}}', 'many'],
    ['{{queries.b?.data ?? "none"}}', 'none'],
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the expression is one
    ['{{ `${components.input1.value} and ${1 + 1}` }}', 'x and 2'],
    ['{{{ role: "user", content: components.input1.value }}}', { role: 'user', content: 'x' }],
    ['{{[{ a: 1 }]}}', [{ a: 1 }]],
    ['{{JSON.stringify(queries.a.data.rows)}}', '[{"n":1},{"n":2}]'],
    ['{{Object.keys(queries)}}', ['a']],
    ['{{queries["a"].data.rows.at(-1).n}}', 2],
    ['{{queries.a.data.text // the answer}}', data.text],
    ['{{undefined}}', undefined],
  ])('that is the whole text gives its value: %s', (text, value) => {
    expect(give(text)).toEqual(value);
  });

  it.each([
    ['no expression\nat all', 'no expression\nat all'],
    ['{"a": {"b": 1}}', '{"a": {"b": 1}}'],
    ['Say {{components.input1.value}} to {{queries.a.data.rows.length}}', 'Say x to 2'],
    ['a {{undefined}} {{null}} {{queries.a.data.rows}}', 'a undefined null [{"n":1},{"n":2}]'],
    ['{{1}}{{2}}', '12'],
  ])('within a text is written into it: %s', (text, value) => {
    expect(give(text)).toBe(value);
  });

  it('keeps line breaks, $& and {{ }} of a value as they are, in a text too', () => {
    expect(give('first\n{{queries.a.data.text}}\nlast')).toBe(`first\n${data.text}\nlast`);
    fc.assert(
      fc.property(fc.string(), value => {
        const given = { components: { input1: { value } } };
        expect(evaluate('{{components.input1.value}}', given)).toBe(value);
        expect(evaluate('<{{components.input1.value}}>', given)).toBe(`<${value}>`);
      })
    );
  });

  it.each([
    ['{{nope.x}}', /nope is not defined/],
    ['{{queries.b.data}}', /undefined \(reading 'data'\)/],
    ['{{1 +}}', /Unexpected end/],
    ['{{  }}', /nothing between/],
    ['{{ { a: { b: 1 }} }}', /first }}: write } }/],
    ['{{x => x}}', /gives a function/],
    ['{{(() => { while (true) {} })()}}', /quota/],
  ])('that cannot be evaluated says why: %s', (text, reason) => {
    expect(() => give(text)).toThrow(reason);
  });

  it.each(['fetch("http://127.0.0.1")', 'process.env', 'document.cookie', 'localStorage', 'require("fs")', 'window'])(
    'reaches nothing of the page: %s',
    expression => {
      expect(() => give(`{{${expression}}}`)).toThrow(/not defined/);
    }
  );

  it('runs no text as code outside of itself', () => {
    expect(() => give('{{[].constructor.constructor("return process")()}}')).toThrow();
    expect(() => give('{{queries.a.data.rows.__proto__}}')).toThrow();
  });

  it('changes nothing that it reads', () => {
    const before = JSON.stringify(scope);
    expect(give('{{queries.a.data.rows.sort((a, b) => b.n - a.n).map(r => r.n)}}')).toEqual([2, 1]);
    give('{{queries.a.data.rows.push(3)}}');
    give('{{queries.a.data.text = "changed"}}');
    expect(JSON.stringify(scope)).toBe(before);
  });
});

describe('options', () => {
  it('are evaluated field by field, and all problems are told at once', async () => {
    const options = {
      prompt: 'Say {{components.input1.value}}',
      rows: '{{queries.a.data.rows}}',
      headers: [['x-a', '{{components.input1.value}}']],
      store: true,
      max_tokens: '5',
      bad: '{{nope}}',
      worse: '{{1 +}}',
    };
    const { values, problems } = await evaluateOptions(options, scope, evaluateHere);
    expect(values).toEqual({
      prompt: 'Say x',
      rows: data.rows,
      headers: [['x-a', 'x']],
      store: true,
      max_tokens: '5',
    });
    expect(problems.map(({ field }) => field)).toEqual(['bad', 'worse']);
  });

  it('tell what they read', () => {
    const text =
      'queries.no {{queries.a.data + queries["b"]?.data}} {{components.input1.value || queries?.a}} {{other.queries}}';
    expect(findReferences(text).map(({ kind, name }) => `${kind} ${name}`)).toEqual([
      'queries a',
      'queries b',
      'components input1',
    ]);
  });
});

describe('the worker that evaluates', () => {
  /** Answers as the test says: a value, or nothing, as one that is caught in a loop. */
  function setUp(limitMs: number) {
    const workers: (EvaluatingWorker & { asked: Question[]; isStopped: boolean })[] = [];
    const evaluator = evaluateInWorker(() => {
      const worker = {
        onmessage: null as ((event: MessageEvent<Reply>) => void) | null,
        onerror: null,
        asked: [] as Question[],
        isStopped: false,
        postMessage(question: Question) {
          worker.asked.push(question);
          if (question.text.includes('loop')) return;
          queueMicrotask(() => worker.onmessage?.(new MessageEvent('message', { data: { value: question.text } })));
        },
        terminate() {
          worker.isStopped = true;
        },
      };
      workers.push(worker);
      queueMicrotask(() => worker.onmessage?.(new MessageEvent('message', { data: { ready: true } })));
      return worker;
    }, limitMs);
    return { evaluator, workers };
  }

  it('is stopped when an expression does not end, and another answers what waited', async () => {
    const { evaluator, workers } = setUp(5);
    const outcomes = await Promise.allSettled([
      evaluator.evaluate('{{1}}', scope),
      evaluator.evaluate('{{loop}}', scope),
      evaluator.evaluate('{{2}}', scope),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    expect(outcomes[1]).toMatchObject({ reason: new Error('The expression was stopped: it took longer than 5 ms') });
    expect(workers.map(({ isStopped }) => isStopped)).toEqual([true, false]);
  });

  it('is not asked the same again by those who wait while it does not end', async () => {
    const { evaluator, workers } = setUp(5);
    const withOther = { ...scope, components: { input1: { value: 'other' } } };
    const outcomes = await Promise.allSettled([
      evaluator.evaluate('{{loop}}', scope),
      evaluator.evaluate('{{loop}}', scope),
      evaluator.evaluate('{{1}}', scope),
      evaluator.evaluate('{{loop}}', scope),
      evaluator.evaluate('{{loop; components.input1}}', scope),
      evaluator.evaluate('{{loop; components.input1}}', withOther),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual([
      'rejected',
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
      'rejected',
    ]);
    const asked = workers.flatMap(worker => worker.asked.map(({ text }) => text));
    expect(asked).toEqual(['{{loop}}', '{{1}}', '{{loop; components.input1}}', '{{loop; components.input1}}']);
  });

  it('goes on after an expression that does not end, whatever it read', async () => {
    const { evaluator } = setUp(5);
    const circle: Record<string, unknown> = {};
    circle['circle'] = circle;
    for (const value of [10n, circle]) {
      const odd = { components: { input1: { value } } };
      const ask = () => evaluator.evaluate('{{loop; components.input1}}', odd);
      const outcomes = await Promise.allSettled([ask(), ask(), evaluator.evaluate('{{1}}', odd)]);
      expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected', 'fulfilled']);
    }
  });

  it('is given no more than what an expression names, and no text without any', async () => {
    const { evaluator, workers } = setUp(5000);
    expect(await evaluator.evaluate('plain {{ text', scope)).toBe('plain {{ text');
    expect(workers).toEqual([]);
    await evaluator.evaluate('{{components.input1.value}}', { ...scope, other: 'x'.repeat(1000) });
    expect(Object.keys(workers[0]?.asked[0]?.scope ?? {})).toEqual(['components']);
  });
});

describe('an expression that is not closed', () => {
  it.each([
    ['{{queries.a.data', true],
    ['Say {{a}} and {{b', true],
    ['{{a}} and }} and {b}', false],
    ['', false],
  ])('%j: %j', (text, is) => expect(isUnclosed(text)).toBe(is));
});
