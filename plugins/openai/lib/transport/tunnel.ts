import * as http from 'node:http';
import * as https from 'node:https';
import { isIPv6, type Socket } from 'node:net';

/** A proxy that does not lead on. */
class ProxyRefusal extends Error {
  readonly code = 'ERR_PROXY_REFUSED';

  constructor(readonly status: number | undefined) {
    super(`The proxy responded with HTTP ${status}`);
  }
}

/** So long a proxy may take to reach a server, so that none is waited for after the query has ended. */
const CONNECT_MS = 60_000;

/** What a proxy's own certificate is checked against, where it is reached by TLS. */
type Trust = Pick<https.AgentOptions, 'secureContext'>;

/**
 * Makes an agent connect through a tunnel of a proxy. To plain HTTP too, so that the proxy sees neither key nor prompt.
 */
export function connectThrough(proxyUrl: string, agent: http.Agent, isTls: boolean, trust: Trust): void {
  const connect = agent.createConnection.bind(agent);
  agent.createConnection = (options, callback) => {
    // Node sets both, by the URL or the protocol.
    openTunnel(new URL(proxyUrl), trust, String(options.host), Number(options.port)).then(
      socket => callback?.(null, (isTls && connect(Object.assign(options, { socket }))) || socket),
      (error: unknown) => callback && Reflect.apply(callback, agent, [error])
    );
    return undefined;
  };
}

function openTunnel(proxy: URL, trust: Trust, host: string, port: number): Promise<Socket> {
  const isTls = proxy.protocol === 'https:';
  const target = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
  return new Promise((resolve, reject) => {
    // Not by http.request, which may be led through another proxy by the host.
    const asking = new http.ClientRequest({
      protocol: proxy.protocol,
      host: proxy.hostname.replace(/[[\]]/g, ''),
      port: proxy.port,
      method: 'CONNECT',
      path: target,
      headers: { host: target, ...authorize(proxy) },
      agent: isTls ? new https.Agent(trust) : new http.Agent(),
      timeout: CONNECT_MS,
    });
    asking.once('connect', ({ statusCode }, socket) => {
      if (statusCode !== undefined && statusCode >= 200 && statusCode < 300) return resolve(socket);
      socket.destroy();
      reject(new ProxyRefusal(statusCode));
    });
    asking.once('timeout', () =>
      asking.destroy(Object.assign(new Error('The proxy is silent'), { code: 'ETIMEDOUT' }))
    );
    asking.on('error', error => reject(Object.assign(error, { isOfProxy: true })));
    asking.end();
  });
}

function authorize({ username, password }: URL): Record<string, string> {
  if (!username && !password) return {};
  const credentials = `${decodeURIComponent(username)}:${decodeURIComponent(password)}`;
  return { 'proxy-authorization': `Basic ${Buffer.from(credentials).toString('base64')}` };
}
