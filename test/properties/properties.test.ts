import { anyCase, likelyCase } from './cases';
import { judgeSome, type QuotingServer, startQuotingServer } from './judge';

/**
 * Whatever is handed in, a query ends in a result or a QueryError that JSON can write, that is short and shows no secret;
 * and what it sends is valid. `npm run soak properties` tries many more, other ones each time.
 */

let server: QuotingServer;
beforeAll(async () => {
  server = await startQuotingServer();
});
afterAll(() => server.stop());

it('any value as an option, a query or a field of the connection', async () => {
  expect(await judgeSome(server, anyCase(server.baseUrl), 400, 1)).toEqual([]);
});

it('any likely values as options', async () => {
  expect(await judgeSome(server, likelyCase(server.baseUrl), 400, 1)).toEqual([]);
});
