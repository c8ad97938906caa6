import type { ReactNode } from 'react';
import { shorten } from '../../json/shorten';
import { readWhole } from '../../queries/evaluate';

interface Props {
  text: string;
  evaluate(text: string): unknown;
}

const longest = 160;

/** What the expressions of a field give now, or what is wrong with them. */
export function ExpressionNote({ text, evaluate }: Props): ReactNode {
  const { value, problem } = tryTo(() => evaluate(text));
  // The one thing that a host does otherwise, so it must be seen here.
  const losesLines = readWhole(text) === undefined && /\n/.test(text);
  return (
    <>
      {problem ? (
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
  const text = JSON.stringify(shorten(value)) ?? String(value);
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}
