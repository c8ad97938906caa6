import { Agent, request } from 'node:http';
import { spawnFixedServer } from './child';
import { printTable } from './figures';
import { chat, emptyBundle, loaders, readBundle, sourceAt } from './hosts';

const body = JSON.stringify({ model: chat.model, messages: [{ role: 'user', content: chat.prompt }] });

/** The same request without a plugin: sent by node:http over a kept connection, its answer parsed. */
function askByHand(port: number, agent: Agent): Promise<unknown> {
  const headers = {
    authorization: 'Bearer sk-bench',
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(body),
  };
  const options = { port, host: '127.0.0.1', path: '/v1/chat/completions', method: 'POST', agent, headers };
  return new Promise((resolve, reject) => {
    const sending = request(options, response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => resolve(JSON.parse(Buffer.concat(chunks).toString())));
    });
    sending.once('error', reject);
    sending.end(body);
  });
}

async function timeInTurn(
  contenders: Record<string, () => Promise<unknown>>,
  rounds: number
): Promise<Record<string, number[]>> {
  const taken: Record<string, number[]> = {};
  for (let round = -100; round < rounds; round += 1) {
    for (const [name, ask] of Object.entries(contenders)) {
      const started = performance.now();
      await ask();
      if (round >= 0) taken[name] = [...(taken[name] ?? []), performance.now() - started];
    }
  }
  return taken;
}

/** What a whole chat query costs through a loader, beside what the network alone does. */
async function main(): Promise<void> {
  const server = await spawnFixedServer();
  const agent = new Agent({ keepAlive: true });
  const source = sourceAt(server.port);
  const bundle = readBundle();
  for (const [name, load] of Object.entries(loaders)) {
    const query = () => {
      const Plugin = load(bundle);
      return new Plugin().run(source, chat);
    };
    const kept = load(bundle);
    const contenders = {
      'node:http alone': () => askByHand(server.port, agent),
      'an empty class loaded, node:http': () => {
        load(emptyBundle);
        return askByHand(server.port, agent);
      },
      'fetch alone': async () => {
        const headers = { authorization: 'Bearer sk-bench', 'content-type': 'application/json' };
        const url = `http://127.0.0.1:${server.port}/v1/chat/completions`;
        return (await fetch(url, { method: 'POST', headers, body })).json();
      },
      'plugin, not loaded anew': () => new kept().run(source, chat),
      'plugin, loaded and run': query,
    };
    printTable(`chat query, ${name}`, await timeInTurn(contenders, 500));
  }
  agent.destroy();
  server.stop();
  process.exit();
}

main();
