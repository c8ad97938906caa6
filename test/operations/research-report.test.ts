import { startPlugin, type TestPlugin } from '../support/plugin';

interface Research {
  report: string;
  references: { n: number; title: string; url?: string; file_id?: string; count: number }[];
  citations: { n: number; start: number; end: number; url?: string }[];
}

interface Part {
  text: string;
  annotations: object[];
}

let plugin: TestPlugin;
beforeAll(async () => {
  plugin = await startPlugin();
});
afterEach(() => plugin.endTest());
afterAll(() => plugin.stop());

/** The report that is made of these parts. */
async function read(...parts: Part[]): Promise<Research> {
  const content = parts.map(part => ({ type: 'output_text', ...part }));
  plugin.emulator.answerNext('/v1/responses/resp_1', {
    body: {
      id: 'resp_1',
      object: 'response',
      status: 'completed',
      output: [{ id: 'msg_1', type: 'message', role: 'assistant', status: 'completed', content }],
    },
  });
  const query = { operation: 'deep_research', research_action: 'retrieve', response_id: 'resp_1' };
  return (await plugin.run<Research>(query)).data;
}

const link = (text: string, url: string, title: string, count = (before: string) => before.length) => {
  const span = `([${url}](${url}))`;
  const start = count(text.slice(0, text.indexOf(span)));
  return { type: 'url_citation', url, title, start_index: start, end_index: start + span.length };
};

const a = 'https://a.example/zinc_(metal)';
const b = 'https://b.example/';

describe('a report', () => {
  it('joins all parts, and names a source without a title by its host [A23 A24 row 84 bug: only first output_text; "Unknown Source"]', async () => {
    const one = `Zinc is old ([${b}](${b})).`;
    const two = ` And blue ([${a}](${a})), as known ([${b}](${b})).`;
    const last = { ...link(two, b, ''), start_index: two.lastIndexOf('(['), end_index: two.length - 1 };
    const { report, references } = await read(
      { text: one, annotations: [link(one, b, '')] },
      { text: two, annotations: [link(two, a, 'Zinc [the metal]'), last] }
    );
    expect(report).toBe(
      `Zinc is old [[1]](${b}). And blue [[2]](https://a.example/zinc_%28metal%29), as known [[1]](${b}).` +
        `\n\n## References\n\n1. [b.example](${b})\n2. [Zinc \\[the metal\\]](https://a.example/zinc_%28metal%29)\n`
    );
    expect(references).toEqual([
      { n: 1, title: 'b.example', url: b, count: 2 },
      { n: 2, title: 'Zinc [the metal]', url: a, count: 1 },
    ]);
  });

  it('has citations that point at their marks, also behind emoji and however the server counts them [row 85]', async () => {
    const text = `🦓🦓 Zinc ([${b}](${b})) is 🙂 old.`;
    for (const count of [(before: string) => before.length, (before: string) => [...before].length]) {
      const { report, citations } = await read({ text, annotations: [link(text, b, 'B', count)] });
      expect(report.startsWith(`🦓🦓 Zinc [[1]](${b}) is 🙂 old.`)).toBe(true);
      expect(citations.map(({ start, end }) => report.slice(start, end))).toEqual([`[[1]](${b})`]);
    }
  });

  it('keeps a statement that is cited as a whole, with a mark for each of its sources behind it', async () => {
    const text = 'Zinc melts at 420 degrees. It is blue.';
    const span = { start_index: 0, end_index: 26 };
    const { report } = await read({
      text,
      annotations: [
        { type: 'url_citation', url: a, title: 'A', ...span },
        { type: 'url_citation', url: b, title: 'B', ...span },
      ],
    });
    expect(report).toMatch(/^Zinc melts at 420 degrees\.\[\[1]]\(.+?\)\[\[2]]\(.+?\) It is blue\.\n/);
  });

  it('lists files by their names [row 79]', async () => {
    const text = 'Zinc is in the mine.';
    const { report, references } = await read({
      text,
      annotations: [{ type: 'file_citation', file_id: 'file-1', filename: 'mine.pdf', index: 19 }],
    });
    expect(report).toBe('Zinc is in the mine[1].\n\n## References\n\n1. mine.pdf\n');
    expect(references).toEqual([{ n: 1, title: 'mine.pdf', file_id: 'file-1', count: 1 }]);
  });

  it('lets no source break out of its link', async () => {
    const url = 'https://c.example/a b)<script>';
    const text = `Zinc ([${url}](${url}))`;
    const { report } = await read({ text, annotations: [link(text, url, 'C\n# Heading')] });
    expect(report).toBe(
      'Zinc [[1]](https://c.example/a%20b%29%3Cscript%3E)\n\n## References\n\n1. [C # Heading](https://c.example/a%20b%29%3Cscript%3E)\n'
    );
  });

  it('has no list where nothing is cited', async () => {
    expect(await read({ text: 'Nothing is known.', annotations: [] })).toMatchObject({
      report: 'Nothing is known.',
      references: [],
      citations: [],
    });
  });
});

it('of a megabyte with a thousand sources is written in a moment', async () => {
  const text = `\u{1F600}${'Zinc is old. '.repeat(80_000)}`;
  const annotations = Array.from({ length: 1000 }, (_, index) => ({
    type: 'url_citation',
    url: `https://${index}.example/`,
    title: `Source ${index}`,
    start_index: 1000 * index,
    end_index: 1000 * index + 12,
  }));
  const started = performance.now();
  const { references } = await read({ text, annotations });
  expect(references).toHaveLength(1000);
  expect(performance.now() - started).toBeLessThan(5000);
});
