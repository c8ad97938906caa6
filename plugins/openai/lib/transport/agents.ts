import * as http from 'node:http';
import * as https from 'node:https';
import type { LookupFunction, Socket } from 'node:net';
import type { Connection } from '../types/connection';
import { makeRoom } from './make-room';
import { createTrust } from './trusted-certificates';
import { connectThrough } from './tunnel';

/** The way to whatever a connection's queries ask. */
export function routeOf({ proxyUrl, caCertificate }: Connection): Route {
  return { proxyUrl, caCertificate };
}

/** How servers are reached. */
export interface Route {
  /** The proxy that leads to them. */
  proxyUrl?: string | undefined;
  /** PEM of certificates that are trusted besides the host's own. */
  caCertificate?: string | undefined;
  /** Finds addresses in the place of Node's look-up. */
  lookup?: LookupFunction | undefined;
  /** Each request gets a connection, and so a look-up, of its own. */
  isFresh?: boolean;
}

/**
 * Idle connections are closed after 4 s, since many servers close theirs after 5: a request on a closing connection
 * fails, and one that bills must not be sent again. There is no other time limit than the query's deadline.
 */
const SETTINGS: http.AgentOptions = { keepAlive: true, keepAliveMsecs: 15_000, timeout: 4000 };

/** Routes that are remembered. One that is forgotten closes its connections when they are idle. */
const MAX_ROUTES = 100;

/** For the life of the process: a new connection costs two round trips. */
const agents = new Map<string, http.Agent>();
const idleSince = new WeakMap<Socket, number>();
const lookups: (LookupFunction | undefined)[] = [];

/** The agent that keeps a route's connections; undefined where the host has put one of its own in the place of Node's. */
export function agentFor(protocol: string, route: Route): http.Agent | undefined {
  const isTls = protocol === 'https:';
  if (!route.proxyUrl && isHostsOwn(isTls ? https.globalAgent : http.globalAgent)) return undefined;
  const key = JSON.stringify([isTls, route.proxyUrl, route.caCertificate, numberOf(route.lookup), route.isFresh]);
  const known = agents.get(key);
  if (known) {
    closeStale(known);
    return known;
  }
  makeRoom(agents, MAX_ROUTES);
  const agent = createAgent(isTls, route);
  agents.set(key, agent);
  return agent;
}

function createAgent(isTls: boolean, { proxyUrl, caCertificate, lookup, isFresh }: Route): http.Agent {
  const options = { ...SETTINGS, ...(isFresh && { keepAlive: false }), ...(lookup && { lookup }) };
  const needsTrust = caCertificate && (isTls || proxyUrl?.startsWith('https:'));
  const trust = needsTrust ? { secureContext: createTrust(caCertificate) } : {};
  const agent = isTls ? new https.Agent({ ...options, ...trust }) : new http.Agent(options);
  if (proxyUrl) connectThrough(proxyUrl, agent, isTls, trust);
  agent.on('free', (socket: Socket) => idleSince.set(socket, performance.now()));
  return agent;
}

/** A host that was busy has not heard yet what its servers closed meanwhile. */
function closeStale({ freeSockets }: http.Agent): void {
  const now = performance.now();
  for (const socket of Object.values(freeSockets).flatMap(sockets => sockets ?? [])) {
    const idle = now - Number(idleSince.get(socket));
    // Node's own limit, which is shorter where the server says so.
    if (idle >= Number(socket.timeout)) socket.destroy();
  }
}

function numberOf(lookup: LookupFunction | undefined): number {
  const index = lookups.indexOf(lookup);
  return index >= 0 ? index : lookups.push(lookup) - 1;
}

/** What makes an agent of Node's class more than Node's own: proxies of the environment, and certificates. */
const CHOSEN = ['proxyEnv', 'ca', 'cert', 'key', 'pfx', 'secureContext', 'rejectUnauthorized', 'lookup'];

/** Whether a host has replaced Node's agent, as `global-agent` does for a proxy: it knows the only way out. */
function isHostsOwn(agent: http.Agent): boolean {
  const prototype: unknown = Object.getPrototypeOf(agent);
  if (prototype !== http.Agent.prototype && prototype !== https.Agent.prototype) return true;
  const options: unknown = Reflect.get(agent, 'options');
  return CHOSEN.some(name => Reflect.get(Object(options), name) !== undefined);
}
