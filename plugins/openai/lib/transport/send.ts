import { setMaxListeners } from 'node:events';
import * as http from 'node:http';
import * as https from 'node:https';
import { NetworkError } from '../failures/network-error';
import type { RequestEffect } from '../types/request-effect';
import { agentFor, type Route } from './agents';
import { HttpResponse } from './http-response';

/** A body in parts, so that large ones are never put together. */
export interface OutgoingBody extends Iterable<string | Uint8Array> {
  /** In bytes. */
  length: number;
}

/** A request as it leaves. */
export interface OutgoingRequest {
  method: string;
  url: URL;
  headers: Record<string, string>;
  body?: string | OutgoingBody | undefined;
  effect: RequestEffect;
  signal?: AbortSignal | null | undefined;
}

/**
 * Sends one request and returns the response when the headers have come, whatever its status; redirects are not followed.
 *
 * @param maxBytes Of the response's body.
 * @throws NetworkError, or the signal's reason.
 */
export function sendOnce(request: OutgoingRequest, route: Route, maxBytes: number): Promise<HttpResponse> {
  const { signal, body, effect } = request;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(signal.reason);
    const outgoing = open(request, route);
    let isConnected = false;
    let response: HttpResponse | undefined;
    outgoing.once('socket', socket => {
      const isReady = !socket.connecting && Reflect.get(socket, 'secureConnecting') !== true;
      if (isReady) isConnected = true;
      else
        socket.once(request.url.protocol === 'https:' ? 'secureConnect' : 'connect', () => {
          isConnected = true;
        });
    });
    const abort = () => {
      reject(signal?.reason);
      if (!response?.isGivenUp) outgoing.destroy();
    };
    if (signal) {
      // One signal is for all requests of a query, of which there may be many.
      setMaxListeners(0, signal);
      signal.addEventListener('abort', abort);
    }
    outgoing.once('close', () => {
      signal?.removeEventListener('abort', abort);
      // A server that switches to another protocol gives neither a response nor an error.
      if (!response) reject(new NetworkError({ code: 'ERR_NO_RESPONSE' }, false, effect));
    });
    // Stays for the request's whole life: an error after the response would else end the process.
    outgoing.on('error', error => reject(new NetworkError(error, !isConnected, effect)));
    outgoing.once('response', message => {
      response = new HttpResponse(message, maxBytes, effect);
      resolve(response);
    });
    if (typeof body === 'object') {
      writeParts(outgoing, body).catch((cause: unknown) => {
        // Neither the server nor the connection is to blame.
        reject(new Error('A part of the request could not be made', { cause }));
        outgoing.destroy();
      });
    } else outgoing.end(body);
  });
}

function open({ method, url, headers, body }: OutgoingRequest, route: Route): http.ClientRequest {
  const length = typeof body === 'object' ? { 'content-length': String(body.length) } : {};
  return openRequest(url, { method, headers: { ...headers, ...length } }, route);
}

/** Opens a request on the route's own agent, or as the host has it. */
export function openRequest(url: URL, own: https.RequestOptions, route: Route): http.ClientRequest {
  const options: https.RequestOptions = {
    ...own,
    protocol: url.protocol,
    host: url.hostname.replace(/[[\]]/g, ''),
    port: url.port,
    path: `${url.pathname}${url.search}`,
    ...(route.lookup && { lookup: route.lookup }),
  };
  const agent = agentFor(url.protocol, route);
  if (agent) return new http.ClientRequest({ ...options, agent });
  // A host that leads through a proxy may have replaced these functions too, to say themselves which agent is used.
  const { request } = url.protocol === 'https:' ? https : http;
  return request({ ...options, ...(route.caCertificate && { ca: route.caCertificate }) });
}

/** Never holds more than the part that the socket is not ready for. */
async function writeParts(outgoing: http.ClientRequest, parts: OutgoingBody): Promise<void> {
  for (const part of parts) {
    if (outgoing.destroyed) return;
    if (!outgoing.write(part)) await drained(outgoing);
  }
  outgoing.end();
}

function drained(outgoing: http.ClientRequest): Promise<void> {
  return new Promise(resolve => {
    const go = () => {
      outgoing.off('drain', go).off('close', go);
      resolve();
    };
    outgoing.on('drain', go).on('close', go);
  });
}
