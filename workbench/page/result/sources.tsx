import type { ReactNode } from 'react';
import { at, listAt, textAt } from '../../forms/json';

interface Props {
  data: unknown;
}

/** What an answer refers to, each source once. */
export function Sources({ data }: Props): ReactNode {
  const references = listAt(data, 'references');
  const sources = unique((references.length > 0 ? references : listAt(data, 'citations')).map(readSource));
  if (sources.length === 0) return null;
  return (
    <section className="sources" aria-labelledby="sources-heading">
      <h3 id="sources-heading">Sources</h3>
      <ol>
        {sources.map(({ title, url }) => (
          <li key={`${url} ${title}`}>
            {url ? (
              <a href={url} target="_blank" rel="noopener noreferrer">
                {title}
              </a>
            ) : (
              title
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}

interface Source {
  title: string;
  url: string | undefined;
}

function readSource(source: unknown): Source {
  const given = textAt(source, 'url');
  // A link may come from a page that the model has read.
  const url = given && /^https?:\/\//i.test(given) ? given : undefined;
  return { title: textAt(source, 'title') || given || String(at(source, 'file_id') ?? 'Unnamed source'), url };
}

const unique = (sources: Source[]): Source[] => [
  ...new Map(sources.map(source => [source.url ?? source.title, source])).values(),
];
