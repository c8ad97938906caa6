import { Download } from 'lucide-react';
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
          <figcaption>
            <span>{isUnfinished ? `Unfinished, ${caption}` : caption}</span>
            <a className="quiet button" href={dataUrl} download={`result-${index + 1}.${extensionOf(dataUrl)}`}>
              <Download size={14} aria-hidden /> Download
            </a>
          </figcaption>
        </figure>
      ))}
    </div>
  );
}

/** Of image/svg+xml, svg; of audio/mpeg, mp3 as everybody calls it. */
function extensionOf(dataUrl: string): string {
  const [, type = ''] = /^data:\w+\/([\w.-]+)/.exec(dataUrl) ?? [];
  return { mpeg: 'mp3', 'x-wav': 'wav' }[type] ?? type;
}
