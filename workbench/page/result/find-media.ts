import { at } from '../../forms/json';

/** An image or a sound somewhere in a result. */
export interface Media {
  dataUrl: string;
  kind: 'image' | 'audio';
  /** A rougher version from before the image was done. */
  isUnfinished: boolean;
  /** Size in pixels and bytes, as far as the result says. */
  caption: string;
}

/** Finds every `data_url` in a result, however deep, in the order of the result. */
export function findMedia(data: unknown, isUnfinished = false): Media[] {
  if (Array.isArray(data)) return data.flatMap(item => findMedia(item, isUnfinished));
  if (typeof data !== 'object' || data === null) return [];
  const dataUrl = at(data, 'data_url');
  const [, kind] = typeof dataUrl === 'string' ? (/^data:(image|audio)\//.exec(dataUrl) ?? []) : [];
  const nested = Object.entries(data).flatMap(([key, part]) => findMedia(part, key === 'partial_images'));
  if (typeof dataUrl !== 'string' || (kind !== 'image' && kind !== 'audio')) return nested;
  return [{ dataUrl, kind, isUnfinished, caption: describe(data) }, ...nested];
}

function describe(data: object): string {
  const [width, height, bytes, type] = ['width', 'height', 'bytes', 'mime_type'].map(name => at(data, name));
  const pixels = width === undefined || height === undefined ? undefined : `${width} × ${height}`;
  const size = typeof bytes === 'number' ? `${Math.ceil(bytes / 1024).toLocaleString('en-US')} KB` : undefined;
  return [pixels, size, type].filter(part => part !== undefined).join(', ');
}
