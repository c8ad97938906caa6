import type { ReactNode } from 'react';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';
import { MediaNote } from './media';
import { readMedia } from './read-values';

/** A sound with the browser's own buttons. */
export function Audio({ component, values, waiting }: ComponentProps): ReactNode {
  const media = readMedia(values['source'], 'audio');
  if (!media) return <Empty waiting={waiting}>No sound</Empty>;
  if (!('dataUrl' in media)) return <MediaNote media={media} />;
  // biome-ignore lint/a11y/useMediaCaption: generated speech has no captions
  return <audio className="canvas-audio" src={media.dataUrl} controls aria-label={component.name} />;
}
