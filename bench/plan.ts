import { bodies } from './body-cases';
import type { Case, Contender } from './case';
import { loaders } from './hosts';

const both = Object.keys(loaders);
const today = ['vm-context'];
const all: Contender[] = ['floor', 'ours', 'newest SDK', 'upstream-like'];
const chat = { query: 'chat', answer: 'chat', atOnce: [1] };

const hosts: Case[] = [
  {
    id: 'first',
    title: 'n-th load',
    what: 'first',
    ...chat,
    contenders: ['empty', ...all],
    loaders: both,
    ways: ['http'],
    count: 100,
    isQuick: true,
  },
  {
    id: 'chat',
    title: 'chat',
    what: 'queries',
    ...chat,
    atOnce: [1, 10],
    contenders: all,
    loaders: both,
    ways: ['http'],
    count: 200,
    isQuick: true,
  },
  {
    id: 'chat',
    title: 'chat',
    what: 'queries',
    ...chat,
    atOnce: [1, 10],
    contenders: ['floor', 'ours', 'upstream-like'],
    loaders: both,
    ways: ['https'],
    count: 200,
  },
  {
    id: 'connections',
    title: '500 in turn',
    what: 'queries',
    ...chat,
    contenders: ['floor', 'ours', 'upstream-like'],
    loaders: today,
    ways: ['https'],
    count: 500,
    atLeast: 500,
    rounds: 1,
    isQuick: true,
  },
  {
    id: 'distance',
    title: '40 ms away',
    what: 'queries',
    ...chat,
    contenders: ['floor', 'ours', 'upstream-like'],
    loaders: today,
    ways: ['delayed'],
    count: 25,
    rounds: 3,
  },
  {
    id: 'kept',
    title: 'kept in memory',
    what: 'growth',
    ...chat,
    contenders: ['floor', 'ours'],
    loaders: both,
    ways: ['http'],
    flags: ['--expose-gc'],
    count: 2000,
    rounds: 1,
  },
  {
    id: 'kept',
    title: 'kept in memory',
    what: 'growth',
    ...chat,
    contenders: ['upstream-like'],
    loaders: both,
    ways: ['http'],
    flags: ['--expose-gc'],
    count: 100,
    rounds: 1,
  },
  {
    id: 'small heap',
    title: 'loads under 128 MB',
    what: 'loads',
    ...chat,
    contenders: ['ours', 'upstream-like'],
    loaders: both,
    ways: ['http'],
    flags: ['--max-old-space-size=128'],
    count: 5000,
    rounds: 1,
  },
];

const checking: Case = {
  id: 'checking',
  title: 'options checked',
  what: 'checking',
  ...chat,
  contenders: ['checking'],
  loaders: today,
  ways: ['http'],
  count: 1,
  isQuick: true,
};

/** The same with more and more of something. */
const grow = (id: string, query: string, answer: string, sizes: number[]): Case[] =>
  sizes.map(size => ({
    id: `${id} ${size}`,
    title: `${size.toLocaleString('en-US')} ${id}`,
    what: 'queries',
    query: `${query} ${size}`,
    answer: answer.replace('N', String(size)),
    atOnce: [1],
    contenders: ['ours'],
    loaders: today,
    ways: ['http'],
    count: 30,
    rounds: 1,
  }));

const growth: Case[] = [
  {
    id: 'load',
    title: 'chat',
    what: 'queries',
    ...chat,
    atOnce: [1, 10, 100],
    contenders: ['floor', 'ours'],
    loaders: today,
    ways: ['http'],
    count: 1000,
    rounds: 1,
  },
  ...grow('messages', 'history', 'chat', [10, 100, 1000, 10_000]),
  ...grow('inputs', 'inputs', 'embeddings', [1, 10, 100, 1000, 10_000]),
  ...grow('citations', 'citations', 'citations-N', [10, 100, 1000, 10_000]),
  ...grow('rows', 'rows', 'chat', [10, 100, 1000]),
];

export const cases: Case[] = [...hosts, checking, ...bodies, ...growth];
