import Fastify, { type FastifyInstance } from 'fastify';
import { listenOnFreePort } from '../../workbench/server/listen';
import { isAnother } from '../../workbench/server/same-user';
import { group, Page, plainText } from './lines';

/** Which port the workbench takes, and which users it takes for others. */

expect.addSnapshotSerializer(plainText);

/** A server that cannot listen, and why. */
function failing(code: string | undefined, closed: string[]): FastifyInstance {
  const server = Fastify();
  server.addHook('onReady', async () => {
    throw Object.assign(new Error('No'), code === undefined ? {} : { code });
  });
  server.addHook('onClose', async () => void closed.push('closed'));
  return server;
}

it('the next port is tried where one is taken, and for nothing else', async () => {
  const told: string[] = [];
  for (const code of ['EADDRINUSE', 'EACCES', undefined]) {
    for (const succeedsAt of [0, 1, 19, 20]) {
      const closed: string[] = [];
      const reports: string[] = [];
      let made = 0;
      const make = () => (made++ === succeedsAt ? Fastify() : failing(code, closed));
      const end = await listenOnFreePort(make, 29_450, report => reports.push(report)).then(
        async ({ server, address }) => {
          await server.close();
          return new URL(address).hostname;
        },
        error => `${error.code}`
      );
      told.push(`${code}, ${succeedsAt} fail: ${end}, made ${made}, closed ${closed.length}, ${reports.at(-1)}`);
    }
  }
  expect(new Page(told)).toMatchSnapshot();
});

it('who is another user', () => {
  const told = [undefined, 0, 1000, 1001].flatMap(owner =>
    [0, 1000].map((own): [string, string] => [`${owner} to ${own},`, String(isAnother(owner, own))])
  );
  expect(new Page(group(told))).toMatchSnapshot();
});
