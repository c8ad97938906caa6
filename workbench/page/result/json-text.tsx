import type { ReactNode } from 'react';

/** Characters; a longer text takes a browser noticeably longer in colours than plain. */
const longest = 60_000;

/** A key with its colon, a string, or a number, true, false or null. */
const token = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|\b(?:true|false|null)\b)/g;

/** A text, with its keys and values in colours where it is JSON. */
export function JsonText({ text }: { text: string }): ReactNode {
  if (text.length > longest || !/^\s*[[{]/.test(text)) return text;
  const parts: ReactNode[] = [];
  let end = 0;
  for (const { 0: whole, 1: quoted, 2: colon, index } of text.matchAll(token)) {
    const shown = quoted ?? whole;
    const kind = quoted === undefined ? 'json-constant' : colon === undefined ? 'json-string' : 'json-key';
    parts.push(
      text.slice(end, index),
      <span key={index} className={kind}>
        {shown}
      </span>
    );
    end = index + shown.length;
  }
  return [...parts, text.slice(end)];
}
