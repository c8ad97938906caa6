import { isObject } from '../forms/json';

/** An image, a sound or another file of a result. */
export interface Medium {
  /** Stands for it in results and in arguments: "media:1". */
  name: string;
  mimeType: string;
  base64: string;
}

/** The media of recent results. An agent reads and writes their names; the bytes would fill what it can remember. */
export interface KeptMedia {
  /** The value with a name in the place of every data URL, and what the names stand for that are results by themselves. */
  takeFrom(value: unknown): { value: unknown; media: Medium[] };
  /**
   * The value with the media in the place of their names, also where it is JSON's text.
   *
   * @throws UnknownMediumError for a name that stands for nothing.
   */
  putInto(value: unknown): unknown;
}

/** Raised for the name of a medium that is not kept, or no longer. */
export class UnknownMediumError extends Error {}

const mostCharacters = 256 * 1024 * 1024;

/** Keeps media as long as there is room; the oldest go first. */
export function createKeptMedia(room = mostCharacters): KeptMedia {
  const kept = new Map<string, string>();
  let made = 0;
  let size = 0;

  function keep(dataUrl: string): string {
    const [known] = [...kept].find(([, content]) => content === dataUrl) ?? [];
    if (known) return known;
    made += 1;
    const name = `media:${made}`;
    kept.set(name, dataUrl);
    size += dataUrl.length;
    for (const [oldest, content] of kept) {
      // The newest stays, however large.
      if (size <= room || oldest === name) break;
      kept.delete(oldest);
      size -= content.length;
    }
    return name;
  }

  function takeFrom(value: unknown): { value: unknown; media: Medium[] } {
    const media: Medium[] = [];
    const taken = replaceTexts(value, (text, key) => {
      const found = readDataUrl(text);
      if (!found) return text;
      const name = keep(text);
      // Elsewhere, as in a history, stands what the agent has seen before.
      if (key === 'data_url') media.push({ name, ...found });
      return name;
    });
    return { value: taken, media };
  }

  function lookUp(name: string): string {
    const content = kept.get(name);
    if (content !== undefined) return content;
    const names = [...kept.keys()];
    throw new UnknownMediumError(
      `${name} is not kept; ${names.length > 0 ? `${names.join(', ')} are` : 'nothing is yet'}`
    );
  }

  function fill(text: string): string {
    if (/^media:\d+$/.test(text)) return lookUp(text);
    return isJson(text) ? text.replaceAll(/(?<=")media:\d+(?=")/g, lookUp) : text;
  }

  return { takeFrom, putInto: value => replaceTexts(value, fill) };
}

function isJson(text: string): boolean {
  try {
    return /^\s*[[{]/.test(text) && Boolean(JSON.parse(text));
  } catch {
    return false;
  }
}

function replaceTexts(value: unknown, replace: (text: string, key: string) => string, key = ''): unknown {
  if (typeof value === 'string') return replace(value, key);
  if (Array.isArray(value)) return value.map(item => replaceTexts(item, replace));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, replaceTexts(part, replace, name)]));
}

function readDataUrl(text: string): { mimeType: string; base64: string } | undefined {
  const comma = text.indexOf(',');
  const [, mimeType] = /^data:([^;,]+)[^,]*;base64$/.exec(text.slice(0, Math.max(0, comma))) ?? [];
  return mimeType === undefined ? undefined : { mimeType, base64: text.slice(comma + 1) };
}
