import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reference, Shape, ShapeTable } from './shape';

const { requests, shapes }: ShapeTable = JSON.parse(readFileSync(join(__dirname, 'shapes.json'), 'utf8'));

const nothing: Shape = {};

export function resolve(reference: Reference): Shape {
  return typeof reference === 'number' ? (shapes[reference] ?? nothing) : reference;
}

/** Paths with fewer variable parts come first, so that /responses/compact is not taken for a response. */
const paths = Object.keys(requests)
  .map(request => {
    const [method = '', path = '', kind = ''] = request.split(' ');
    const pattern = new RegExp(`^${path.replace(/\{[^}]+\}/g, '[^/]+')}$`);
    return { request, method, path, pattern, isForm: kind === 'form' };
  })
  .sort((one, other) => one.path.split('{').length - other.path.split('{').length);

/** The shape of a request's body. @param path Without /v1. */
export function findBodyShape(method: string, path: string, isForm: boolean): Reference | undefined {
  const found = paths.find(
    candidate => candidate.method === method && candidate.isForm === isForm && candidate.pattern.test(path)
  );
  return found && requests[found.request];
}

const resourceOf = (path: string): string | undefined => path.split('/')[1];
const resources = new Set(paths.map(({ path }) => resourceOf(path)));

/** Whether anything is known of the resource that a path belongs to. @param path Without /v1. */
export const isKnownResource = (path: string): boolean => resources.has(resourceOf(path));
