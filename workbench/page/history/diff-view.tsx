import { diffLines } from 'diff';
import type { ReactNode } from 'react';

interface Props {
  title: string;
  older: unknown;
  newer: unknown;
}

const longest = 300;

/** Two values line by line: what went, and what came in its place. */
export function DiffView({ title, older, newer }: Props): ReactNode {
  const parts = diffLines(toLines(older), toLines(newer));
  const isSame = parts.every(({ added, removed }) => !added && !removed);
  return (
    <section aria-label={`Difference: ${title}`}>
      <h4>{title}</h4>
      {isSame ? (
        <p className="muted">Both are the same.</p>
      ) : (
        <pre className="diff">
          {parts.map((part, index) => {
            const [mark, Tag] = part.added
              ? (['+', 'ins'] as const)
              : part.removed
                ? (['-', 'del'] as const)
                : ([' ', 'span'] as const);
            return (
              // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one comparison stay in their order
              <Tag key={index}>
                {fold(part.value, !part.added && !part.removed)
                  .map(line => `${mark} ${line}\n`)
                  .join('')}
              </Tag>
            );
          })}
        </pre>
      )}
    </section>
  );
}

/** Texts as their lines, so that a word that changed shows its line and not the whole answer. */
function toLines(value: unknown): string {
  const text = typeof value === 'string' ? value : (JSON.stringify(value, shorten, 2) ?? '');
  return `${text.replaceAll('\\n', '\n')}\n`;
}

const shorten = (_: string, part: unknown): unknown =>
  typeof part === 'string' && part.length > 4000 ? `${part.slice(0, longest)}… (${part.length} characters)` : part;

/** Of what is the same, only the lines beside a difference. */
function fold(text: string, isSame: boolean): string[] {
  const lines = text.replace(/\n$/, '').split('\n');
  if (!isSame || lines.length <= 8) return lines;
  return [...lines.slice(0, 3), `⋯ ${lines.length - 6} lines`, ...lines.slice(-3)];
}
