import type { ReactNode } from 'react';
import type { Progress } from '../queries/progress';

interface Props {
  progress: Progress;
}

/** Text and images as far as they have come. */
export function ProgressView({ progress: { text, images } }: Props): ReactNode {
  return (
    <>
      {text && <p className="answer plain">{text}</p>}
      <div className="media">
        {[...images].map(([index, dataUrl]) => (
          <figure key={index}>
            <img className="unfinished" src={dataUrl} alt={`Unfinished version ${index + 1}`} />
            <figcaption>Unfinished, version {index + 1}</figcaption>
          </figure>
        ))}
      </div>
    </>
  );
}
