import { isObject } from '../forms/json';
import { type Manifest, readManifest } from './manifest';

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
  /** The options that it would be given after a change, which is not kept. */
  preview(manifest: unknown, change: ChangedConnection): object;
  /** @param manifest Says which fields there are, and which are secret. */
  show(manifest: unknown): ShownConnection;
  /** Gives the secrets that were dropped, since they belong to another address. */
  change(manifest: unknown, change: ChangedConnection): string[];
}

/** @param emulator Gives the options of the connection that is used until the page chooses its own. */
export function createConnectionStore(emulator: () => object): ConnectionStore {
  let isOwn = false;
  let own: Values | undefined;

  /** A secret is for the address that it was given with; sent to another, it is given away. */
  function merge(manifest: Manifest, values: Values): { merged: Values; dropped: string[] } {
    const old = own ?? manifest.defaults;
    const known = Object.entries(values).filter(([key]) => manifest.keys.includes(key));
    const isKept = ([key, value]: [string, unknown]) => manifest.isSecret(key) && value !== null && isEmpty(value);
    const changed = Object.fromEntries(known.filter(entry => !isKept(entry)));
    const merged = Object.entries({ ...old, ...changed }).filter(([, value]) => value !== null);
    const isMoved = addressOf(manifest, Object.fromEntries(merged)) !== addressOf(manifest, old);
    const isStale = ([key, value]: [string, unknown]) =>
      isMoved && manifest.isSecret(key) && !isEmpty(value) && !(key in changed);
    return {
      merged: Object.fromEntries(merged.filter(entry => !isStale(entry))),
      dropped: merged.filter(isStale).map(([key]) => key),
    };
  }

  return {
    source: () => (isOwn && own ? own : emulator()),
    preview: (manifest, { is_own, values = {} }) =>
      is_own ? merge(readManifest(manifest), values).merged : emulator(),
    show(manifest) {
      const { defaults, isSecret } = readManifest(manifest);
      const entries = Object.entries(own ?? defaults);
      return {
        is_own: isOwn,
        values: Object.fromEntries(entries.filter(([key]) => !isSecret(key))),
        secrets_set: entries.filter(([key, value]) => isSecret(key) && !isEmpty(value)).map(([key]) => key),
      };
    },
    change(manifest, { is_own, values = {} }) {
      const { merged, dropped } = merge(readManifest(manifest), values);
      isOwn = is_own;
      own = merged;
      return dropped;
    },
  };
}

const isEmpty = (value: unknown): boolean => value === undefined || value === null || value === '';

/** All that says where requests go: origins, and texts that are no URL as they are. */
function addressOf({ keys, isSecret }: Manifest, values: Values): string {
  const addresses = keys
    .filter(key => !isSecret(key) && /url|host|endpoint|address/i.test(key))
    .map(key => {
      const value = values[key] ?? '';
      const text = isObject(value) ? JSON.stringify(value) : String(value).trim();
      return [key, URL.canParse(text) && text.includes('//') ? new URL(text).origin : text];
    });
  return JSON.stringify(addresses);
}
