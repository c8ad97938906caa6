import * as tls from 'node:tls';

/** Trusts what the host trusts, and these certificates. Reading all of them takes 20 ms, so it is done once for each route. */
export function createTrust(pem: string): tls.SecureContext {
  return tls.createSecureContext({ ca: [...hostCertificates(), pem] });
}

/** Newer versions of Node tell also what the host's environment adds. */
function hostCertificates(): readonly string[] {
  const list: unknown = Reflect.get(tls, 'getCACertificates');
  const found: unknown = typeof list === 'function' ? Reflect.apply(list, tls, ['default']) : undefined;
  return Array.isArray(found) ? found : tls.rootCertificates;
}
