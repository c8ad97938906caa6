import type { Case, Contender } from './case';

const all: Contender[] = ['floor', 'ours', 'newest SDK', 'upstream-like'];
const today = ['vm-context'];

const large: Pick<Case, 'what' | 'atOnce' | 'loaders' | 'ways' | 'flags'> = {
  what: 'large',
  atOnce: [1],
  loaders: today,
  ways: ['http'],
  flags: ['--expose-gc'],
};
const peers: Contender[] = ['floor', 'ours', 'newest SDK'];

/** Large bodies, and streams. */
export const bodies: Case[] = [
  {
    ...large,
    id: 'image 4',
    title: 'image answer of 4 MB',
    query: 'image',
    answer: 'image-4',
    contenders: all,
    count: 30,
    isQuick: true,
  },
  {
    ...large,
    id: 'image 20',
    title: 'image answer of 20 MB',
    query: 'image',
    answer: 'image-20',
    contenders: all,
    count: 10,
    isQuick: true,
  },
  {
    ...large,
    id: 'edit 10',
    title: 'edit of 10 MB',
    query: 'edit',
    answer: 'image-0',
    contenders: all,
    count: 20,
    isQuick: true,
  },
  {
    ...large,
    id: 'deltas',
    title: '1,000 deltas',
    query: 'stream',
    answer: 'deltas',
    contenders: all,
    count: 60,
    isQuick: true,
  },
  {
    ...large,
    id: 'partials',
    title: '3 partial images of 2 MB',
    query: 'image-stream',
    answer: 'partials',
    contenders: peers,
    count: 20,
    isQuick: true,
  },
  {
    ...large,
    id: 'event 2',
    title: 'an event of 2 MB',
    query: 'image-stream',
    answer: 'event-2',
    contenders: ['ours', 'newest SDK'],
    count: 20,
    rounds: 3,
  },
  {
    ...large,
    id: 'event 8',
    title: 'an event of 8 MB',
    query: 'image-stream',
    answer: 'event-8',
    contenders: ['ours', 'newest SDK'],
    count: 10,
    rounds: 3,
  },
];
