import type { ReactNode } from 'react';
import type { Missing } from '../../queries/missing';
import { readWhole } from '../../queries/templates';
import type { Evaluated } from '../../queries/use-queries';

interface Props {
  text: string;
  /** Nothing until the text has been evaluated for the first time. */
  evaluated: Evaluated | undefined;
  missing: Missing[];
}

const longest = 160;
const longestPart = 60;

/** What the expressions of a field give now, or what is wrong with them. */
export function ExpressionNote({ text, evaluated, missing }: Props): ReactNode {
  // The one thing that a host does otherwise, so it must be seen here.
  const losesLines = readWhole(text) === undefined && /\n/.test(text);
  return (
    <>
      {missing.length > 0 ? (
        <p className="expression-note caution">{missing.map(({ message, hint }) => `${message} ${hint}`).join(' ')}</p>
      ) : evaluated === undefined ? null : 'problem' in evaluated ? (
        <p className="expression-note problem">{evaluated.problem}</p>
      ) : (
        <p className="expression-note">
          <span aria-hidden="true">= </span>
          <span className="visually-hidden">Now: </span>
          {describe(evaluated.value)}
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

function describe(value: unknown): string {
  if (value === undefined) return 'undefined (there is no value yet)';
  const text = typeof value === 'string' ? value : (JSON.stringify(value, shortenText) ?? String(value));
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

const shortenText = (_: string, part: unknown): unknown =>
  typeof part === 'string' && part.length > longestPart ? `${part.slice(0, longestPart / 2)}…` : part;
