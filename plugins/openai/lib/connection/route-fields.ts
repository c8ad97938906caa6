import { X509Certificate } from 'node:crypto';
import type { Problem } from '../options/option';

export const PROXY_PROBLEM = {
  field: 'proxyUrl',
  message: 'proxyUrl must be a URL that begins with http:// or https://, such as http://proxy.example.com:3128',
};

/** What is wrong with a proxy, without its value: it may hold a password. */
export function checkProxy(proxyUrl: string | undefined, problems: Problem[]): Problem[] {
  if (proxyUrl === undefined || problems.some(({ field }) => field === 'proxyUrl')) return [];
  return URL.canParse(proxyUrl) && isDecodable(new URL(proxyUrl)) ? [] : [PROXY_PROBLEM];
}

function isDecodable({ username, password }: URL): boolean {
  try {
    return decodeURIComponent(username + password) !== undefined;
  } catch {
    return false;
  }
}

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[\s\w+/=]+-----END CERTIFICATE-----/g;

export function checkCertificate(pem: string | undefined): Problem[] {
  if (pem === undefined) return [];
  const parts = pem.match(CERTIFICATE) ?? [];
  if (parts.length > 0 && parts.every(isCertificate)) return [];
  const message = 'caCertificate must be one or more PEM certificates, each from BEGIN CERTIFICATE to END CERTIFICATE';
  return [{ field: 'caCertificate', message }];
}

function isCertificate(pem: string): boolean {
  try {
    return new X509Certificate(pem).raw.length > 0;
  } catch {
    return false;
  }
}
