import type { FastifyInstance } from 'fastify';
import type { FaultProxy } from '../faults/fault-proxy';
import { faults } from '../faults/faults';

interface FaultBody {
  fault: string | null;
  once?: boolean;
}

const schema = {
  body: {
    type: 'object',
    required: ['fault'],
    properties: { fault: { type: ['string', 'null'] }, once: { type: 'boolean' } },
  },
};

/** Switches faults of the emulator on and off. */
export function addFaultRoutes(server: FastifyInstance, proxy: FaultProxy): void {
  const show = () => ({ faults, ...proxy.setting(), fault: proxy.setting().fault ?? null });
  server.get('/api/faults', show);
  server.put<{ Body: FaultBody }>('/api/faults', { schema }, async ({ body: { fault, once = false } }, reply) => {
    try {
      proxy.set({ fault: fault ?? undefined, once });
    } catch (error) {
      return reply.code(400).send({ message: error instanceof Error ? error.message : String(error) });
    }
    return show();
  });
}
