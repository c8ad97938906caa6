import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import { Markdown as MarkdownOf } from '../../result/markdown';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';

/** A text drawn as Markdown; tags in it stay text. */
export function Markdown({ values, waiting }: ComponentProps): ReactNode {
  const text = toText(values['text']);
  return text === '' ? <Empty waiting={waiting}>No text</Empty> : <MarkdownOf text={text} />;
}
