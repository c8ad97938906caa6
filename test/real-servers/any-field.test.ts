import type { Answering } from '../support/answer-server';
import { change, listPaths, REMOVED, read } from '../support/changed-body';
import { readFailure } from '../support/plugin';
import { useRealServer } from '../support/real-server';
import { recorded } from './recorded';

/**
 * Any one field of any valid answer may be missing, null or of another type: the outcome is the answer, the answer with a
 * warning, or an error that names what is missing; never an internal error, never a success without what was asked for.
 */

const server = useRealServer();

/** With `ANY_FIELD=all`, every field has a value of every other type; else each has two, the next field the next two. */
const isWhole = process.env['ANY_FIELD'] === 'all';

/** What a field of each type may be instead. */
function listOthers(value: unknown, place: number): unknown[] {
  const all = ['text', 7, true, [], {}, [7], { odd: [] }];
  const others = all.filter(other => typeof other !== typeof value || Array.isArray(other) !== Array.isArray(value));
  return isWhole ? others : others.filter((_, at) => (at + others.length - (place % others.length)) % 3 === 0);
}

let changes = 0;

describe.each(Object.entries(recorded))(
  'a valid answer of %s',
  (_, { query, before = [], body, after = [], holds }) => {
    const answers = (varied: unknown): Answering[] => [
      ...before.map(one => ({ body: one })),
      { body: varied },
      ...after,
    ];

    it('is read', async () => {
      const { data, metadata } = await server.ask(query, ...answers(body));
      expect(holds(data)).toBe(true);
      expect(metadata.warnings).toEqual([]);
    });

    it('may have any one field removed, null or of another type', async () => {
      const odd: string[] = [];
      for (const [place, path] of listPaths(body).entries()) {
        for (const value of [REMOVED, null, ...listOthers(read(body, path), place)]) {
          changes += 1;
          const varied = change(body, path, value);
          const fault = await judge(answers(varied));
          if (fault) odd.push(`${path.join('.')} = ${value === REMOVED ? 'removed' : JSON.stringify(value)}: ${fault}`);
        }
      }
      expect(odd).toEqual([]);
    });

    /** What is wrong with the outcome. */
    async function judge(given: Answering[]): Promise<string | undefined> {
      const outcome = await server.ask(query, ...given).then(
        result => ({ result }),
        (error: unknown) => ({ error })
      );
      if ('result' in outcome) {
        const { data, metadata } = outcome.result;
        return holds(data) || metadata.warnings.length > 0
          ? undefined
          : `a success without it: ${JSON.stringify(data).slice(0, 200)}`;
      }
      const { description, data } = readFailure(outcome.error);
      if (data.category === 'internal') return `internal: ${description}`;
      return /not in the format of OpenAI's API/.test(description) ? 'an error that names nothing' : undefined;
    }
  }
);

afterAll(() => {
  // More than this is told by nobody: the loop went over all of them.
  expect(changes).toBeGreaterThan(isWhole ? 5000 : 2500);
  process.stdout.write(`Answers with one field changed: ${changes}\n`);
});
