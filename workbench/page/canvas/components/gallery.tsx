import type { ReactNode } from 'react';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';
import { MediaNote } from './media';
import { readItems, readMedia } from './read-values';

/** Several images side by side. */
export function Gallery({ component: { name }, values, waiting }: ComponentProps): ReactNode {
  const found = readItems(values['images']).flatMap(item => readMedia(item, 'image') ?? []);
  if (found.length === 0) return <Empty waiting={waiting}>No images</Empty>;
  return (
    <ul className="canvas-gallery" aria-label={name}>
      {found.map((media, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two images may be equal
        <li key={index}>
          {'dataUrl' in media ? (
            <img src={media.dataUrl} alt={`${name}, ${index + 1} of ${found.length}`} />
          ) : (
            <MediaNote media={media} />
          )}
        </li>
      ))}
    </ul>
  );
}
