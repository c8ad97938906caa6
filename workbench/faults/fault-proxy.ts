import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { errorAnswers, faults } from './faults';

/** Which fault is switched on. */
interface FaultSetting {
  /** Nothing: all is well. */
  fault: string | undefined;
  /** Only the next request. */
  once: boolean;
}

/** Stands between a plugin and a server on this machine, and spoils what passes as it is told. */
export interface FaultProxy {
  /** The base URL to use in the place of the server's own; the server's own while no fault is on. */
  baseUrl(): string;
  setting(): FaultSetting;
  /** @throws Error naming the faults there are. */
  set(setting: FaultSetting): void;
  stop(): Promise<void>;
}

/** How long the faults of time last. */
export interface FaultTimes {
  slowMs: number;
  proxyMs: number;
}

/** @param target The server's base URL. */
export async function startFaultProxy(
  target: string,
  times: FaultTimes = { slowMs: 10_000, proxyMs: 60_000 }
): Promise<FaultProxy> {
  let setting: FaultSetting = { fault: undefined, once: false };
  const server = createServer((asked, answer) => {
    const { fault, once } = setting;
    if (once) setting = { fault: undefined, once: false };
    spoil(fault, asked, answer, new URL(target).origin, times);
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address ? address.port : 0;
  const own = new URL(target);
  own.port = String(port);
  return {
    baseUrl: () => (setting.fault === undefined ? target : own.href),
    setting: () => setting,
    set(next) {
      const ids = faults.map(({ id }) => id);
      if (next.fault !== undefined && !ids.includes(next.fault)) {
        throw new Error(`"${next.fault}" is no fault; there are ${ids.join(', ')}`);
      }
      setting = next;
    },
    stop: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function spoil(
  fault: string | undefined,
  asked: IncomingMessage,
  answer: ServerResponse,
  origin: string,
  times: FaultTimes
): void {
  const instead = errorAnswers[fault ?? ''];
  if (instead) {
    asked.resume();
    const { status, headers, error } = instead;
    answer.writeHead(status, { 'content-type': 'application/json', 'x-request-id': `req_fault_${fault}`, ...headers });
    answer.end(JSON.stringify({ error: { ...error, param: null } }));
    return;
  }
  const passOn = (): void => forward(asked, answer, origin, fault === 'cut');
  if (fault === 'slow') waitAndThen(answer, times.slowMs, passOn);
  else if (fault === 'proxy') {
    waitAndThen(answer, times.proxyMs, () => {
      asked.resume();
      answer.writeHead(504, { 'content-type': 'text/html' });
      answer.end('<html><body><h1>504 Gateway Time-out</h1></body></html>');
    });
  } else passOn();
}

function waitAndThen(answer: ServerResponse, milliseconds: number, act: () => void): void {
  const timer = setTimeout(act, milliseconds);
  answer.once('close', () => clearTimeout(timer));
}

function forward(asked: IncomingMessage, answer: ServerResponse, origin: string, isCut: boolean): void {
  const { method, headers, url = '/' } = asked;
  const sent = request(`${origin}${url}`, { method, headers: { ...headers, host: new URL(origin).host } }, given => {
    answer.writeHead(given.statusCode ?? 502, given.headers);
    if (!isCut) {
      given.pipe(answer);
      return;
    }
    given.once('data', chunk => {
      given.destroy();
      answer.write(chunk.subarray(0, Math.max(1, Math.floor(chunk.length / 2))), () => answer.destroy());
    });
  });
  sent.once('error', () => answer.destroy());
  answer.once('close', () => sent.destroy());
  asked.pipe(sent);
}
