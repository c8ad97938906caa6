import { isObject } from '../forms/json';

type Values = Record<string, unknown>;

/** What the page is told of the connection: everything but what must stay secret. */
interface ShownConnection {
  /** False: queries run on the emulator. */
  is_own: boolean;
  values: Values;
  /** Keys of the fields that hold a secret. */
  secrets_set: string[];
}

/** What the page sends. A secret that is left out or empty stays as it is; null takes it away. */
export interface ChangedConnection {
  is_own: boolean;
  values?: Values;
}

/** The connection that queries run on. It lives in this process and is written nowhere. */
export interface ConnectionStore {
  /** The options that a plugin is given. */
  source(): object;
  /** @param manifest Says which fields are secret. */
  show(manifest: unknown): ShownConnection;
  change(manifest: unknown, change: ChangedConnection): void;
}

/** @param emulator The options of the connection that is used until the page chooses its own. */
export function createConnectionStore(emulator: object): ConnectionStore {
  let isOwn = false;
  let own: Values | undefined;
  return {
    source: () => (isOwn && own ? own : emulator),
    show(manifest) {
      const values = own ?? readDefaults(manifest);
      const entries = Object.entries(values);
      const isSecret = ([key]: [string, unknown]) => isEncrypted(manifest, key);
      return {
        is_own: isOwn,
        values: Object.fromEntries(entries.filter(entry => !isSecret(entry))),
        secrets_set: entries.filter(entry => isSecret(entry) && !isEmpty(entry[1])).map(([key]) => key),
      };
    },
    change(manifest, { is_own, values = {} }) {
      const old = own ?? readDefaults(manifest);
      const isKept = ([key, value]: [string, unknown]) =>
        isEncrypted(manifest, key) && value !== null && isEmpty(value);
      const changed = Object.fromEntries(Object.entries(values).filter(entry => !isKept(entry)));
      isOwn = is_own;
      own = Object.fromEntries(Object.entries({ ...old, ...changed }).filter(([, value]) => value !== null));
    },
  };
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** Both generations of manifests say which fields a host encrypts, each in its own place. */
function isEncrypted(manifest: unknown, key: string): boolean {
  if (!isObject(manifest)) return false;
  const listed = manifest['tj:encrypted'];
  if (Array.isArray(listed) && listed.includes(key)) return true;
  const { source, properties } = manifest;
  const option = isObject(source) && isObject(source['options']) ? source['options'][key] : undefined;
  const property = isObject(properties) ? properties[key] : undefined;
  return [option, property].some(part => isObject(part) && (part['encrypted'] === true || part['type'] === 'password'));
}

/** A manifest's defaults are wrapped: `{ key: { value } }`. */
function readDefaults(manifest: unknown): Values {
  const defaults = isObject(manifest) ? manifest['defaults'] : undefined;
  if (!isObject(defaults)) return {};
  return Object.fromEntries(
    Object.entries(defaults).map(([key, part]) => [key, isObject(part) ? part['value'] : part])
  );
}
