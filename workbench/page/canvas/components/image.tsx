import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';
import { MediaNote } from './media';
import { readMedia } from './read-values';

/** One image, as large as its place allows. */
export function Image({ component, values, waiting }: ComponentProps): ReactNode {
  const media = readMedia(values['source'], 'image');
  if (!media) return <Empty waiting={waiting}>No image</Empty>;
  if (!('dataUrl' in media)) return <MediaNote media={media} />;
  return <img className="canvas-image" src={media.dataUrl} alt={toText(values['description']) || component.name} />;
}
