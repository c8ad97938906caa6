import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';

/** Says of every chat whether it came with the key that its own prompt names, and of some nothing at all. */
export interface EchoServer {
  baseUrl: string;
  /** Connections that are open. */
  open(): number;
  stop(): Promise<void>;
}

/** The key of a connection. */
export const keyOf = (connection: number): string => `sk-soak-${String(connection).padStart(4, '0')}-0123456789abcdef`;

/** What a query of a connection says, and what it must be told. */
export const promptOf = (query: number, connection: number): string => `query ${query} of connection ${connection}`;

export async function startEchoServer(): Promise<EchoServer> {
  let open = 0;
  const server = createServer((asked, answer) => void echo(asked, answer).catch(() => answer.destroy()));
  server.keepAliveTimeout = 75_000;
  server.on('connection', socket => {
    open += 1;
    socket.once('close', () => {
      open -= 1;
    });
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  return {
    baseUrl: `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}/v1`,
    open: () => open,
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function echo(asked: IncomingMessage, answer: ServerResponse): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of asked) chunks.push(chunk);
  const { messages, stream } = JSON.parse(Buffer.concat(chunks).toString());
  const prompt = String(messages.at(-1)?.content);
  if (prompt.startsWith('silence')) return;
  const [, connection = ''] = /connection (\d+)/.exec(prompt) ?? [];
  const isRight = asked.headers.authorization === `Bearer ${keyOf(Number(connection))}`;
  const content = isRight ? prompt : 'the key of another connection';
  const named = { id: 'chatcmpl-1', created: 1, model: 'served' };
  if (!stream) {
    const choices = [{ index: 0, finish_reason: 'stop', message: { role: 'assistant', content } }];
    answer.setHeader('content-type', 'application/json');
    answer.end(JSON.stringify({ ...named, object: 'chat.completion', choices }));
    return;
  }
  // A stream that goes on until it is cancelled.
  answer.setHeader('content-type', 'text/event-stream');
  const choices = [{ index: 0, delta: { content }, finish_reason: null }];
  answer.write(`data: ${JSON.stringify({ ...named, object: 'chat.completion.chunk', choices })}\n\n`);
}
