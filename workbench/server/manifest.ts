import { isObject } from '../forms/json';

type Values = Record<string, unknown>;

/** What a manifest says of the connection's fields. */
export interface Manifest {
  keys: string[];
  isSecret(key: string): boolean;
  defaults: Values;
}

/** Both generations of manifests say which fields a host encrypts, each in its own place. */
export function readManifest(manifest: unknown): Manifest {
  const { source, properties, defaults, 'tj:encrypted': encrypted }: Values = isObject(manifest) ? manifest : {};
  const options = isObject(source) && isObject(source['options']) ? source['options'] : {};
  const fields = isObject(properties) ? properties : {};
  const listed = Array.isArray(encrypted) ? encrypted : [];
  const keysOfFields = Object.values(fields).flatMap(field =>
    isObject(field) && typeof field['key'] === 'string' ? [field['key']] : []
  );
  return {
    keys: [...new Set([...Object.keys(options), ...Object.keys(fields), ...keysOfFields, ...listed.map(String)])],
    isSecret: key =>
      listed.includes(key) ||
      [options[key], fields[key]].some(
        part => isObject(part) && (part['encrypted'] === true || part['type'] === 'password')
      ),
    defaults: readDefaults(defaults),
  };
}

/** A manifest's defaults are wrapped: `{ key: { value } }`. */
const readDefaults = (defaults: unknown): Values =>
  isObject(defaults)
    ? Object.fromEntries(Object.entries(defaults).map(([key, part]) => [key, isObject(part) ? part['value'] : part]))
    : {};
