import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is one of the public internet: not loopback, private, link-local, metadata, multicast or mapped. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns IPv4-mapped IPv6 into the IPv4 address it reaches.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
}

/** A name that leads, now, to an address that must not be reached. */
export class PrivateAddress extends Error {
  readonly code = 'ERR_PRIVATE_ADDRESS';
}

/** A DNS look-up for a socket: it answers with what will be connected to, so a name cannot change in between. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    // Node takes an empty answer for one with an address, and throws where nobody can catch it.
    if (found.length === 0) return callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), '', 0);
    if (!found.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddress(`${hostname} leads to a private address`), '', 0);
    }
    const [first] = found;
    return options.all ? callback(null, found) : callback(null, first?.address ?? '', first?.family ?? 0);
  });
};
