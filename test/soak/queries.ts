import { setTimeout as sleep } from 'node:timers/promises';
import { start as startEmulator } from 'openai-emulator';
import { loadFromString } from '../../workbench/host/load-from-string';
import { loadInContext } from '../../workbench/host/load-in-context';
import type { PluginService } from '../../workbench/host/plugin-service';
import { bundle, failureOf } from '../support/hosts';
import { type EchoServer, keyOf, promptOf, startEchoServer } from './echo-server';

const AT_ONCE = 100;
const CONNECTIONS = 8;
const WARM_UP = 1000;
/** A process with a hundred queries at work is late, a deadline that is not kept never ends. */
const GRACE_MS = 15_000;
const TIMEOUT_MS = 500;

const loaders = [loadInContext, loadFromString];
const load = (query: number): PluginService => new ((loaders[query % 2] ?? loadInContext)(bundle))();

/** What is asked of the emulator in between. */
const others: object[] = [
  { operation: 'respond', prompt: 'Name three uses of zinc' },
  { operation: 'generate_embedding', input: ['a lighthouse', 'a loaf of bread'] },
  { operation: 'moderation', input: 'What a lovely lighthouse' },
  { operation: 'rank_by_similarity', query: 'zinc', rows: ['tin', 'zinc'] },
  { operation: 'bulk_chat', rows: [{ a: 1 }, { a: 2 }], prompt: 'Say "[[a]]"' },
  { operation: 'conversation', conversation_action: 'create' },
  { operation: 'file', file_action: 'list' },
  { operation: 'list_models' },
];

interface Place {
  echo: EchoServer;
  emulatorUrl: string;
}

/** What a query did that it must not; nothing where it did well. */
async function ask(query: number, { echo, emulatorUrl }: Place): Promise<string | undefined> {
  const connection = query % CONNECTIONS;
  const source = { apiKey: keyOf(connection), baseUrl: echo.baseUrl, maxRetries: 0 };
  const chat = { operation: 'chat', model_id: 'served', prompt: promptOf(query, connection), output: 'full' };
  const kind = query % 10;
  if (kind < 5) {
    const { data } = await load(query).run(source, chat);
    const text: unknown = Reflect.get(Object(data), 'text');
    return text === chat.prompt ? undefined : `was told ${text}`;
  }
  if (kind === 5) return cancel(load(query), source, chat);
  if (kind === 6) return outlast(load(query), source, { ...chat, prompt: 'silence', query_timeout: TIMEOUT_MS });
  const other = others[query % others.length] ?? {};
  const { status } = await load(query).run({ ...source, baseUrl: emulatorUrl }, other);
  return status === 'ok' ? undefined : `ended ${status}`;
}

async function cancel(service: PluginService, source: object, chat: object & { prompt: string }) {
  const controller = new AbortController();
  let text = '';
  const read = async () => {
    for await (const event of service.stream?.(source, chat, { signal: controller.signal }) ?? []) {
      if (event.type === 'text_delta') text += event['text'];
      controller.abort();
    }
  };
  const { data } = await failureOf(read());
  if (data['category'] !== 'cancelled') return `was cancelled and gave ${data['category']}`;
  return text === chat.prompt ? undefined : `was told ${text}`;
}

async function outlast(service: PluginService, source: object, query: object) {
  const startedAt = performance.now();
  const { data } = await failureOf(service.run(source, query));
  const late = performance.now() - startedAt - TIMEOUT_MS;
  if (data['category'] !== 'timeout') return `was never answered and gave ${data['category']}`;
  return late > GRACE_MS ? `ended ${Math.round(late)} ms after its time` : undefined;
}

async function heapInUse(): Promise<number> {
  // Contexts hang on finalizers that need a turn.
  for (let round = 0; round < 4; round += 1) {
    globalThis.gc?.();
    await sleep(10);
  }
  return process.memoryUsage().heapUsed;
}

/** Asks so many queries, a hundred at a time. Gives what went wrong. */
export async function soakQueries(count: number): Promise<string[]> {
  const emulator = await startEmulator();
  const place = { echo: await startEchoServer(), emulatorUrl: emulator.baseUrl };
  const found: string[] = [];
  const askAll = async (from: number, to: number) => {
    let next = from;
    const work = async () => {
      for (let query = next++; query < to; query = next++) {
        const wrong = await ask(query, place).catch((error: unknown) => `failed: ${error}`);
        if (wrong) found.push(`query ${query} ${wrong}`);
        // The emulator's own journal is no growth of the plugin's.
        if (query % 100 === 0) emulator.reset();
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, work));
  };
  await askAll(0, WARM_UP);
  const before = await heapInUse();
  const startedAt = performance.now();
  await askAll(WARM_UP, WARM_UP + count);
  const seconds = (performance.now() - startedAt) / 1000;
  const perQuery = ((await heapInUse()) - before) / count;
  const open = place.echo.open();
  await place.echo.stop();
  await emulator.stop();
  await sleep(100);
  const sockets = process.getActiveResourcesInfo().filter(kind => /TCP/.test(kind)).length;
  console.log(`  ${count} queries, ${AT_ONCE} at a time, by two loaders, in ${seconds.toFixed(0)} s`);
  console.log(
    `  ${Math.round(perQuery)} bytes of heap left by each; ${open} connections kept at the end, ${sockets} after the servers'`
  );
  if (globalThis.gc && perQuery > 16 * 1024) found.push(`each query left ${Math.round(perQuery)} bytes of heap`);
  if (open > 3 * AT_ONCE) found.push(`${open} connections are kept`);
  if (sockets > 0) found.push(`${sockets} sockets outlive their servers`);
  return found;
}
