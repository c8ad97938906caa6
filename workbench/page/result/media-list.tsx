import type { ReactNode } from 'react';
import { findMedia } from './find-media';

interface Props {
  data: unknown;
}

/** The images and sounds of a result. */
export function MediaList({ data }: Props): ReactNode {
  const found = findMedia(data);
  if (found.length === 0) return null;
  return (
    <div className="media">
      {found.map(({ dataUrl, kind, isUnfinished, caption }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a result never changes, and two images may be equal
        <figure key={index}>
          {kind === 'image' ? (
            <img className={isUnfinished ? 'unfinished' : ''} src={dataUrl} alt={`Result ${index + 1}`} />
          ) : (
            // biome-ignore lint/a11y/useMediaCaption: generated speech has no captions
            <audio src={dataUrl} controls />
          )}
          <figcaption>{isUnfinished ? `Unfinished, ${caption}` : caption}</figcaption>
        </figure>
      ))}
    </div>
  );
}
