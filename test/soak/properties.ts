import { anyCase, likelyCase } from '../properties/cases';
import { judgeSome, startQuotingServer } from '../properties/judge';

/** Hands in so many queries of any values, other ones each time. Gives what went wrong. */
export async function soakProperties(count: number): Promise<string[]> {
  const server = await startQuotingServer();
  const seed = Date.now();
  const half = Math.ceil(count / 2);
  const found = [
    ...(await judgeSome(server, anyCase(server.baseUrl), half, seed)),
    ...(await judgeSome(server, likelyCase(server.baseUrl), half, seed)),
  ];
  await server.stop();
  console.log(`  ${2 * half} queries, by the seed ${seed}`);
  return found;
}
