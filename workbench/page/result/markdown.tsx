import { lazy, type ReactNode, Suspense } from 'react';

const MarkdownText = lazy(() => import('./markdown-text'));

interface Props {
  text: string;
}

/** Markdown, drawn by a library that is loaded when the first answer comes; until then its plain text. */
export function Markdown({ text }: Props): ReactNode {
  return (
    <Suspense fallback={<p className="plain">{text}</p>}>
      <MarkdownText text={text} />
    </Suspense>
  );
}
