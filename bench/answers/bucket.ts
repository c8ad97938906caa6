import { createServer, type ServerResponse } from 'node:http';

/** A token bucket as a server has it, and what it says when it is empty. */
export interface Bucket {
  requestsPerSecond: number;
  burst: number;
  latencyMs: number;
  /** How a refusal says when to come back; with `none` no answer has a header of the limits. */
  says: 'milliseconds' | 'seconds' | 'none';
}

const { requestsPerSecond, burst, latencyMs, says }: Bucket = JSON.parse(process.argv[2] ?? '{}');
let left = burst;
let seenAt = performance.now();
let requests = 0;

/** Milliseconds until the bucket has one again; 0 where one was taken. */
function take(): number {
  const now = performance.now();
  left = Math.min(burst, left + ((now - seenAt) / 1000) * requestsPerSecond);
  seenAt = now;
  if (left < 1) return ((1 - left) / requestsPerSecond) * 1000;
  left -= 1;
  return 0;
}

function writeLimits(response: ServerResponse, wait: number): void {
  response.setHeader('content-type', 'application/json');
  if (says === 'none') return;
  const untilFull = ((burst - left) / requestsPerSecond) * 1000;
  response.setHeader('x-ratelimit-limit-requests', burst);
  response.setHeader('x-ratelimit-remaining-requests', Math.floor(left));
  response.setHeader('x-ratelimit-reset-requests', `${Math.ceil(untilFull)}ms`);
  if (wait === 0) return;
  response.setHeader('retry-after', Math.ceil(wait / 1000));
  if (says === 'milliseconds') response.setHeader('retry-after-ms', Math.ceil(wait));
}

const server = createServer((request, response) => {
  requests += 1;
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.once('end', () => {
    const wait = take();
    writeLimits(response, wait);
    if (wait > 0) {
      const error = { message: 'Rate limit reached for requests', type: 'requests', code: 'rate_limit_exceeded' };
      response.writeHead(429).end(JSON.stringify({ error }));
      return;
    }
    // The prompt ends with the number to say.
    const [, number = ''] =
      /(\d+)\D*$/.exec(String(JSON.parse(Buffer.concat(chunks).toString()).messages.at(-1).content)) ?? [];
    const choices = [{ index: 0, message: { role: 'assistant', content: number }, finish_reason: 'stop' }];
    const answer = JSON.stringify({
      id: 'chatcmpl-1',
      object: 'chat.completion',
      created: 1,
      model: 'gpt-5.4',
      choices,
    });
    setTimeout(() => response.end(answer), latencyMs);
  });
});
server.listen(0, '127.0.0.1', () => {
  const address = server.address();
  console.log(typeof address === 'object' && address ? address.port : 0);
});
process.on('message', () => {
  process.send?.(requests);
  requests = 0;
});
