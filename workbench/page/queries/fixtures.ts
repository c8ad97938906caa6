import { isAbsent } from '../../forms/absent';
import type { Values } from '../../forms/field';
import { at, isObject, listAt } from '../../forms/json';

/** A result that is kept with its query, to be given again without sending anything. */
export interface Fixture {
  /** As they were sent, expressions evaluated: the same options give the same result. */
  options: Values;
  /** The whole envelope, ok or failed. */
  result: unknown;
  /** When it was recorded, as Date.now() gives it. */
  recorded_at: number;
}

const mostFixtures = 20;

/** The result that was recorded for these options, if there is one. */
export const findFixture = (fixtures: Fixture[], options: Values): Fixture | undefined =>
  fixtures.find(fixture => keyOf(fixture.options) === keyOf(options));

/** With one more; it takes the place of an older one for the same options. */
export const addFixture = (fixtures: Fixture[], added: Fixture): Fixture[] =>
  [...fixtures.filter(({ options }) => keyOf(options) !== keyOf(added.options)), added].slice(-mostFixtures);

/** What is left out makes no difference, and neither does the order. */
function keyOf(options: Values): string {
  const given = Object.entries(options).filter(
    ([key, value]) => value !== undefined && value !== null && !isAbsent(key, value)
  );
  return JSON.stringify(given.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** Reads the fixtures of a query of a file; what is none is left out. */
export const readFixtures = (entry: unknown): Fixture[] =>
  listAt(entry, 'fixtures').flatMap(fixture => {
    const options = at(fixture, 'options');
    const recordedAt = at(fixture, 'recorded_at');
    if (!isObject(options) || !isObject(at(fixture, 'result'))) return [];
    return [{ options, result: at(fixture, 'result'), recorded_at: typeof recordedAt === 'number' ? recordedAt : 0 }];
  });
