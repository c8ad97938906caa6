import type { ReactNode } from 'react';
import type { Media } from './read-values';

/** What stands for an image or a sound that is not shown: its link, or what is wrong with it. */
export function MediaNote({ media }: { media: Exclude<Media, { dataUrl: string }> }): ReactNode {
  if ('unreadable' in media) return <p className="notice error">{media.unreadable}</p>;
  return (
    <p className="canvas-empty">
      This page loads nothing from elsewhere:{' '}
      <a href={media.link} target="_blank" rel="noopener noreferrer">
        {media.link}
      </a>
    </p>
  );
}
