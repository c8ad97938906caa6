import { isObject, textAt } from '../../../forms/json';

/** Rows as a table or a chart takes them. */
export type Rows = Record<string, unknown>[];

/** A list of objects, also from its JSON or from an object that has it as `rows`; other items become rows of one column. */
export function readRows(value: unknown): Rows {
  return readItems(value).map(item => (isObject(item) ? item : { value: item }));
}

/** A list, also from its JSON; one thing is a list of one. */
export function readItems(value: unknown): unknown[] {
  const read = typeof value === 'string' ? parse(value) : value;
  if (isObject(read) && Array.isArray(read['rows'])) return read['rows'];
  if (Array.isArray(read)) return read;
  return read === undefined || read === null || read === '' ? [] : [read];
}

/** Names of columns: a list, or a text with commas between. */
export function readNames(value: unknown): string[] {
  const names = typeof value === 'string' && !value.trim().startsWith('[') ? value.split(',') : readItems(value);
  return names.map(name => String(name).trim()).filter(name => name !== '');
}

/** An image or a sound as the page can show it. */
export type Media = { dataUrl: string } | { link: string } | { unreadable: string };

/** Finds the data URL in a text, in an object as results and file pickers have it, or in the first of a list. */
export function readMedia(value: unknown, kind: 'image' | 'audio'): Media | undefined {
  if (Array.isArray(value)) return readMedia(value[0], kind);
  const text = isObject(value)
    ? (textAt(value, 'data_url') ?? textAt(value, 'dataURL') ?? textAt(value, 'url'))
    : typeof value === 'string'
      ? value.trim()
      : undefined;
  if (text === undefined || text === '') return undefined;
  if (text.startsWith(`data:${kind}/`)) return { dataUrl: text };
  if (/^https?:\/\//i.test(text)) return { link: text };
  return { unreadable: `This is neither a data URL of ${kind === 'image' ? 'an image' : 'a sound'} nor a link.` };
}

function parse(text: string): unknown {
  if (!/^\s*[[{]/.test(text)) return text;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
