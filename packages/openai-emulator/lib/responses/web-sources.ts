import { isObject, type JsonObject, textOf, textsIn } from '../http/json';
import type { WebSource } from './cited-text';

/** Domains that belong to nobody, so that no made-up link leads anywhere. */
const anyDomains = ['example.com', 'example.org', 'example.net'];
const topics = ['overview', 'history', 'figures', 'costs', 'risks', 'outlook'];

function slug(subject: string): string {
  const words = subject.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-');
  return encodeURIComponent(words.replace(/^-+|-+$/g, '')) || 'page';
}

function domainsIn(tool: JsonObject): string[] {
  const filters = isObject(tool['filters']) ? tool['filters'] : {};
  const allowed = textsIn(filters['allowed_domains']);
  const blocked = textsIn(filters['blocked_domains']);
  return allowed.length > 0 ? allowed : anyDomains.filter(domain => !blocked.includes(domain));
}

/** Pages about a subject, at addresses that the tool may visit. The last page has no title. */
export function findPages(tool: JsonObject, subject: string, count: number): WebSource[] {
  const domains = domainsIn(tool);
  return Array.from({ length: count }, (_, index) => {
    const topic = topics[index % topics.length] ?? 'overview';
    const domain = domains[index % domains.length] ?? 'example.com';
    const title = index === count - 1 ? '' : `${subject}: ${topic}`;
    return { url: `https://${domain}/${slug(subject)}/${topic}`, title };
  });
}

/** Where the user is, as far as the tool was told. */
export function describeLocation(tool: JsonObject): string {
  const place = isObject(tool['user_location']) ? tool['user_location'] : {};
  const names = ['city', 'region', 'country'].map(name => textOf(place[name])).filter(Boolean);
  return names.length > 0 ? ` near ${names.join(', ')}` : '';
}
