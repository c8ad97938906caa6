import { useTestClock } from '../support/timed-pauses';
import { Page, plainText } from './lines';
import { type Scenario, tellRun } from './tell-run';

jest.mock('node:timers/promises', () => jest.requireActual('../support/timed-pauses'));

/** When each row is sent and how it ends, by a clock that the test turns: rows that fail, that wait, and that are late. */

expect.addSnapshotSerializer(plainText);

useTestClock(0);

const tables: Record<string, Record<string, Scenario>> = {
  'rows that answer': {
    none: { rows: [] },
    one: { rows: ['100'] },
    'three, one at a time': { rows: ['100', '50', '70'] },
    'three, two at a time': { rows: ['100', '50', '70'], concurrency: 2 },
    'three at once': { rows: ['100', '50', '70'], concurrency: 3 },
    'more than a pacer lets go at first': { rows: Array.from({ length: 12 }, () => '100'), concurrency: 12 },
    'asked once more, and refused': { rows: ['100~ 60!400', '50'] },
    'asked twice more': { rows: ['100~ 60~ 10'] },
    'asked once more': { rows: ['100~ 60', '50'] },
    'asked once more, two at a time': { rows: ['100~ 60', '50', '80', '10'], concurrency: 2 },
  },
  'rows that cannot be made': {
    first: { rows: ['fault', '100'] },
    last: { rows: ['100', 'fault'] },
    all: { rows: ['fault', 'fault'] },
    between: { rows: ['100', 'fault', '50'], concurrency: 2 },
  },
  'rows with files': {
    all: { rows: ['load20 100', 'load30 100'] },
    'two at a time': { rows: ['load20 100', 'load30 100', 'load5 10'], concurrency: 2 },
    'one at fault': { rows: ['load20!', '100'] },
    'all at fault': { rows: ['load20!', 'load1!'] },
    'one that is a bug': { rows: ['load20? 1', '100', '100'], concurrency: 3 },
    'loading when the run stopped': { rows: ['50!401', 'load100 100', '500'], concurrency: 3 },
    'loading when the query is cancelled': { rows: ['50', 'load100 100'], concurrency: 2, cancelAt: 80 },
    'loading when all is cancelled': { rows: ['load100 100', 'load100 100'], concurrency: 2, cancelAt: 80 },
    'loading when time runs out': { rows: ['500', 'load5000 100'], concurrency: 2, remaining: 1000 },
    'a bug, and others have answered': { rows: ['10', 'load20? 1', '100'], concurrency: 3 },
  },
  'rows that fail': {
    'one of two': { rows: ['100!400', '100'] },
    both: { rows: ['100!400', '50!422'] },
    ...Object.fromEntries(
      [
        '400',
        '401',
        '403',
        '404',
        'model',
        'quota',
        '408',
        '409',
        '421',
        '429',
        '500',
        '502',
        '503',
        '529',
        'unsent',
        'inside',
        'bug',
      ].map(said => [`${said} before an answer`, { rows: [`10!${said} 10`, '100', '100'] }])
    ),
    ...Object.fromEntries(
      ['400', '401', 'quota', '500', 'unsent', 'bug'].map(said => [
        `${said} after an answer`,
        { rows: ['100', `10!${said}`, '100'], retries: 1 },
      ])
    ),
    'a key that is wrong after others failed': { rows: ['10!400', '10!401', '10'] },
    'all fatal, at once': { rows: ['10!401', '20!403', '30'], concurrency: 3 },
  },
  'rows that are sent again': {
    'never, where the connection allows none': { rows: ['10!503 10'], retries: 0 },
    once: { rows: ['10!503 10'], retries: 1 },
    'once, and fail again': { rows: ['10!503 10!503 10', '10'], retries: 1 },
    twice: { rows: ['10!503 10!503 10'], retries: 2 },
    'as the server says': { rows: ['10!503@700 10', '10'] },
    'before those that were not sent yet': { rows: ['10!503@5 10', '100', '50'] },
    'after the wait of a limit': { rows: ['10!429@700 10', '10'] },
    'after the wait of a limit, two at a time': { rows: ['10!429@700 10', '20', '30'], concurrency: 2 },
    'any number of times, for a limit': { rows: ['10!429@5 10!429@5 10!429@5 10!429@5 10'], retries: 0 },
    'longer each time, where a limit states no wait': { rows: ['10!429 10!429 10!429 10'] },
    'not, where the wait is longer than the query': { rows: ['10', '10!503@9500 10'], remaining: 10_000 },
    'just, where the wait is a little shorter': { rows: ['10', '10!503@9479 10'], remaining: 10_000 },
    'not, where the wait is just as long': { rows: ['10', '10!503@9480 10'], remaining: 10_000 },
    'not, where the limit lasts longer': { rows: ['10', '10!429@9481 10', '10'], remaining: 10_000 },
    'where the limit lasts as long': { rows: ['10', '10!429@9480 10', '10'], remaining: 10_000 },
    'a limit from the start that lasts longer': { rows: ['10!429@20000 10', '10'], remaining: 10_000 },
    'and cancelled while they wait': { rows: ['10', '10!503@5000 10'], cancelAt: 300 },
    'and late while they wait': { rows: ['10', '10!503@800 10', '895'], concurrency: 2, remaining: 1000 },
    'and the run stops while they wait long': { rows: ['10!503@9000 10', '50!401', '10'], concurrency: 2 },
    'and the run stops while a limit holds them': { rows: ['10!429@9000 10', '50!401', '10'], concurrency: 2 },
    'and the run stops while they wait, after an answer': {
      rows: ['10', '20!503@9000 10', '50!401', '10'],
      concurrency: 3,
    },
    'and the run stops while a limit holds them, after an answer': {
      rows: ['10', '20!503@5 10!429@9000 10', '50!401', '10'],
      concurrency: 3,
    },
    'and the run stops while they wait': { rows: ['10!503@100 10', '50!401', '10'], concurrency: 2 },
  },
  'rows that run out of time': {
    'a tenth is kept': { rows: ['400', '400', '400'], remaining: 1000 },
    'just enough for two': { rows: ['450', '450', '10'], remaining: 1000 },
    'a millisecond too little for two': { rows: ['451', '450', '10'], remaining: 1000 },
    'half a second is kept at most': { rows: ['9400', '9501'], concurrency: 2, remaining: 10_000 },
    'half a second and two milliseconds': { rows: ['9400', '9502'], concurrency: 2, remaining: 10_000 },
    'an answer just at the end': { rows: ['900', '901'], concurrency: 2, remaining: 1000 },
    'an answer just before the end': { rows: ['899', '901'], concurrency: 2, remaining: 1000 },
    'loading just at the end': { rows: ['900', 'load901 10'], concurrency: 2, remaining: 1000 },
    'the last answer just at the end': { rows: ['900'], remaining: 1000 },
    'asked once more just at the end': { rows: ['900~ 10'], remaining: 1000 },
    'asked once more, and late': { rows: ['500~ 500', '10'], remaining: 1000 },
    'no answer until the end': { rows: ['950', '990', '2000'], concurrency: 3, remaining: 1000 },
    'no answer at all': { rows: ['2000', '3000'], concurrency: 2, remaining: 1000 },
    'no time from the start': { rows: ['10', '10'], remaining: 0 },
    'while others are under way': { rows: ['300', '700', '300', '300', '10'], concurrency: 2, remaining: 1000 },
    'while a limit holds them': {
      rows: ['10#10/0/60s', '10'],
      remaining: 1000,
    },
    'while a limit a day holds them': { rows: ['10#10/0/24h0m0s', '10', '10'] },
    'while a limit a day holds them, three at once': {
      rows: ['10#10/0/24h0m0s', '20#10/0/24h0m0s', '30', '10'],
      concurrency: 3,
    },
    'while a limit of one holds them, five at once': {
      rows: ['10#1/0/60s', '20#1/0/60s', '30#1/0/60s', '40#1/0/60s', '50#1/0/60s', '10', '10'],
      concurrency: 5,
      remaining: 4000,
    },
    'while a limit holds them, and one is slow': {
      rows: ['10#1/0/60s', '3000#1/0/60s', '10', '10'],
      concurrency: 2,
      remaining: 30_000,
    },
    'while a limit holds them, and one waits for a retry': {
      rows: ['10#10/0/24h0m0s', '5!503@5000 10', '10', '10'],
      concurrency: 2,
    },
    'while a limit holds them, and files load': {
      rows: ['50#1/0/60s', 'load20 10', 'load70 10', 'load2000 10'],
      concurrency: 4,
    },
    'with little time, and a limit that is soon over': { rows: ['300#100/0/10s', '300', '300'], remaining: 1000 },
    'while a limit holds them that passes': { rows: ['10#10/0/4s', '10', '10'], remaining: 5000 },
  },
  'rows that are cancelled': {
    'before an answer': { rows: ['100', '100'], cancelAt: 50 },
    'between answers': { rows: ['100', '100', '100'], cancelAt: 150 },
    'two at a time': { rows: ['100', '100', '300'], concurrency: 2, cancelAt: 150 },
    'while they wait for a limit': { rows: ['10', '10!429@5000 10'], cancelAt: 150 },
    'from the start': { rows: ['100'], cancelAt: 0 },
    'asked once more': { rows: ['100~ 60', '50'], cancelAt: 120 },
    'after the last answer': { rows: ['100'], cancelAt: 150 },
  },
  'rows of a dry run': {
    'show the first': { rows: ['0!400', '10'], concurrency: 5, dry: true },
    'that has a fault': { rows: ['fault', '0!400', '10'], concurrency: 5, dry: true },
  },
  'rows with other models to try': {
    'wait for the first answer': { rows: ['100', '50', '50'], concurrency: 3, givesWayTo: 404 },
    'stop where it gives way': { rows: ['100!404', '50'], concurrency: 3, givesWayTo: 404 },
    'go on where it does not': { rows: ['100!400', '50', '50'], concurrency: 3, givesWayTo: 404 },
    'stop later': { rows: ['100', '50!404', '60', '70'], concurrency: 2, givesWayTo: 404 },
  },
};

it.each(Object.keys(tables))('%s', async name => {
  const lines: string[] = [];
  for (const [which, scenario] of Object.entries(tables[name] ?? {}))
    lines.push(`${which}: ${await tellRun(scenario)}`);
  expect(new Page(lines)).toMatchSnapshot();
});
