import type { ReactNode } from 'react';
import { readWhole } from '../../queries/evaluate';
import type { Missing } from '../../queries/missing';

interface Props {
  text: string;
  evaluate(text: string): unknown;
  missing: Missing[];
}

const longest = 160;
const longestPart = 60;

/** What the expressions of a field give now, or what is wrong with them. */
export function ExpressionNote({ text, evaluate, missing }: Props): ReactNode {
  const { value, problem } = tryTo(() => evaluate(text));
  // The one thing that a host does otherwise, so it must be seen here.
  const losesLines = readWhole(text) === undefined && /\n/.test(text);
  return (
    <>
      {missing.length > 0 ? (
        <p className="expression-note caution">{missing.map(({ message, hint }) => `${message} ${hint}`).join(' ')}</p>
      ) : problem ? (
        <p className="expression-note problem">{problem}</p>
      ) : (
        <p className="expression-note">
          <span aria-hidden="true">= </span>
          <span className="visually-hidden">Now: </span>
          {describe(value)}
        </p>
      )}
      {losesLines && (
        <p className="expression-note caution">
          ToolJet turns the line breaks of this text into spaces, since it is more than one {'{{ }}'}.
        </p>
      )}
    </>
  );
}

function tryTo(evaluate: () => unknown): { value?: unknown; problem?: string } {
  try {
    return { value: evaluate() };
  } catch (error) {
    return { problem: error instanceof Error ? error.message : String(error) };
  }
}

function describe(value: unknown): string {
  if (value === undefined) return 'undefined (there is no value yet)';
  const text = typeof value === 'string' ? value : (JSON.stringify(value, shortenText) ?? String(value));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const shortenText = (_: string, part: unknown): unknown =>
  typeof part === 'string' && part.length > longestPart ? `${part.slice(0, longestPart / 2)}…` : part;
