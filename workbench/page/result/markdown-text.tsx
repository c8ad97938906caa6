import type { ReactNode } from 'react';
import ReactMarkdown, { type Components } from 'react-markdown';
import remarkGfm from 'remark-gfm';

interface Props {
  text: string;
}

const components: Components = {
  a: ({ href, children }) =>
    href ? (
      <a href={href} target="_blank" rel="noopener noreferrer">
        {children}
      </a>
    ) : (
      children
    ),
  // What an answer links to is not loaded: that alone would tell its server that somebody reads it.
  img: ({ alt, src }) =>
    typeof src === 'string' && src.startsWith('data:') ? <img src={src} alt={alt} /> : <em>{alt}</em>,
};

/** Makes elements of Markdown, never of HTML: tags in an answer stay text, and links that run scripts lose their target. */
export default function MarkdownText({ text }: Props): ReactNode {
  return (
    <div className="markdown">
      <ReactMarkdown remarkPlugins={[remarkGfm]} components={components}>
        {text}
      </ReactMarkdown>
    </div>
  );
}
