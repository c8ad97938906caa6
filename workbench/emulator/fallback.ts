import { type ServerResponse, request as send } from 'node:http';
import { LLMock } from '@copilotkit/aimock';
import { answerPrompt } from './answer-text';
import type { Answer, ApiRequest } from './http';

const fallbackPaths = /^\/v1\/(responses|embeddings|moderations|audio|batches|videos|fine_tuning)(\/|$)/;
const hopByHopHeaders = ['connection', 'keep-alive', 'transfer-encoding', 'host', 'content-length'];

/** Everything that the emulator has no handler of its own for, answered by aimock. */
export interface Fallback {
  serves(path: string): boolean;
  answer(request: ApiRequest): Answer;
  stop(): Promise<void>;
}

function withoutHopByHop(headers: NodeJS.Dict<string | string[]>): Record<string, string | string[]> {
  const kept = Object.entries(headers).flatMap(([name, value]) =>
    value === undefined || hopByHopHeaders.includes(name) ? [] : [[name, value] as const]
  );
  return Object.fromEntries(kept);
}

function lastWords(messages: { role: string; content: unknown }[]): string {
  const { content } = messages.filter(({ role }) => role === 'user').pop() ?? {};
  return typeof content === 'string' ? content : JSON.stringify(content ?? '');
}

function passOn(target: string, { method, headers, rawBody }: ApiRequest, response: ServerResponse): Promise<void> {
  return new Promise((resolve, reject) => {
    const passedOn = send(
      target,
      { method, headers: { ...withoutHopByHop(headers), 'content-length': rawBody.length } },
      answer => {
        response.writeHead(answer.statusCode ?? 502, withoutHopByHop(answer.headers));
        answer.pipe(response);
        answer.on('end', resolve);
        answer.on('error', reject);
      }
    );
    passedOn.on('error', reject);
    response.on('close', () => passedOn.destroy());
    passedOn.end(rawBody);
  });
}

export async function startFallback(): Promise<Fallback> {
  const mock = new LLMock({ port: 0, host: '127.0.0.1' });
  mock.on({ endpoint: 'chat' }, ({ messages }) => ({ content: answerPrompt(lastWords(messages)) }));
  const origin = await mock.start();
  return {
    serves: path => fallbackPaths.test(path),
    answer: request => {
      const search = request.query.size > 0 ? `?${request.query}` : '';
      return { relay: response => passOn(`${origin}${request.path}${search}`, request, response) };
    },
    stop: () => mock.stop(),
  };
}
