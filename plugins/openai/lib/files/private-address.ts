import { lookup } from 'node:dns';
import type { LookupFunction } from 'node:net';
import ipaddr from 'ipaddr.js';

/** Whether an address is on the public internet: not loopback, private, link-local, metadata, multicast or mapped. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false;
  // `process` turns an IPv4-mapped IPv6 address into the IPv4 address.
  const parsed = ipaddr.process(address);
  if (parsed.range() !== 'unicast') return false;
  return parsed.kind() === 'ipv4' || parsed.match(ipaddr.parseCIDR('2000::/3'));
}

/** A host name that resolves to a private address. */
export class PrivateAddress extends Error {
  readonly code = 'ERR_PRIVATE_ADDRESS';
}

/** The DNS lookup of a socket: it checks the very addresses that will be connected to, so they cannot change in between. */
export const lookupPublic: LookupFunction = (hostname, options, callback) => {
  lookup(hostname, { ...options, all: true }, (error, found) => {
    if (error) return callback(error, '', 0);
    // On an empty result Node would throw where no caller can catch it.
    if (found.length === 0) return callback(Object.assign(new Error(hostname), { code: 'ENOTFOUND' }), '', 0);
    if (!found.every(({ address }) => isPublicAddress(address))) {
      return callback(new PrivateAddress(`${hostname} resolves to a private address`), '', 0);
    }
    const [first] = found;
    return options.all ? callback(null, found) : callback(null, first?.address ?? '', first?.family ?? 0);
  });
};
