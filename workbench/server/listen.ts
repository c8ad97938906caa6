import type { FastifyInstance } from 'fastify';

/** How many ports are tried when the first is taken. */
const attempts = 20;

/**
 * Listens on 127.0.0.1, on the next free port if the one asked for is taken.
 *
 * @param makeServer A server that failed to listen cannot be used again.
 * @param report Told of each port that is taken.
 */
export async function listenOnFreePort(
  makeServer: () => FastifyInstance,
  firstPort: number,
  report: (message: string) => void
): Promise<{ server: FastifyInstance; address: string }> {
  for (let port = firstPort; ; port += 1) {
    const server = makeServer();
    try {
      return { server, address: await server.listen({ host: '127.0.0.1', port }) };
    } catch (error) {
      await server.close();
      if (!isTaken(error) || port === firstPort + attempts - 1) throw error;
      report(`Port ${port} is in use by another program; trying ${port + 1}.`);
    }
  }
}

function isTaken(error: unknown): boolean {
  const { code }: { code?: unknown } = Object(error);
  return code === 'EADDRINUSE';
}
