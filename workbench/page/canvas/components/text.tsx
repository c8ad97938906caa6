import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';

/** A text as it is. */
export function Text({ values, waiting }: ComponentProps): ReactNode {
  const text = toText(values['text']);
  if (text === '') return <Empty waiting={waiting}>No text</Empty>;
  if (values['style'] === 'heading') return <h3 className="canvas-heading">{text}</h3>;
  return <p className={values['style'] === 'small' ? 'plain canvas-small' : 'plain'}>{text}</p>;
}
