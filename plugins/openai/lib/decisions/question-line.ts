import type { DecisionCreateParams } from 'openai/resources/decisions';

type Asked = DecisionCreateParams['questions'][number];

const YES_NO = /[\s:]*(?:yes\s*(?:\/|\||or)\s*no|true\s*(?:\/|\||or)\s*false)[.?]?$/i;
const RANGE = /[\s:]*\b(-?\d{1,4})\s*(?:to|\.\.|-|\u2013)\s*(-?\d{1,4})$/;

/** More levels than the API takes are no scale. */
const MAX_LEVELS = 255;

/**
 * A question as one line of text: what is asked, and the answers that there are: "urgent? yes/no",
 * "team: billing | support | sales", "anger: 1 to 5". Nothing where the answers are missing.
 */
export function readLine(line: string): Asked | undefined {
  const text = line.replace(/^[-*\u2022]\s+/, '');
  if (YES_NO.test(text)) {
    const asked = nameQuestion(text.replace(YES_NO, ''));
    return asked && { type: 'predicate', ...asked };
  }
  if (text.includes('|')) return readChoices(text);
  const [tail = '', from, to] = RANGE.exec(text) ?? [];
  const labels = listNumbers(Number(from), Number(to));
  const asked = tail === '' ? undefined : nameQuestion(text.slice(0, -tail.length));
  return asked && labels && { type: 'score', ...asked, levels: labels.map(label => ({ label })) };
}

/** "team: a | b"; what is asked ends before the first choice. */
function readChoices(text: string): Asked | undefined {
  const first = text.slice(0, text.indexOf('|'));
  const end = Math.max(first.lastIndexOf(':'), first.lastIndexOf('?'));
  const values = text
    .slice(end + 1)
    .split('|')
    .map(value => value.trim());
  const isValid = new Set(values).size === values.length && values.length > 1 && !values.includes('');
  const asked = end < 0 ? undefined : nameQuestion(text.slice(0, end + 1));
  return asked && isValid ? { type: 'choice', ...asked, choices: values.map(value => ({ value })) } : undefined;
}

function listNumbers(from: number, to: number): string[] | undefined {
  const count = to - from + 1;
  if (!(count >= 2 && count <= MAX_LEVELS)) return undefined;
  return Array.from({ length: count }, (_, index) => String(from + index));
}

/** "urgent: Must it be answered today?" has a name and a question; a word or question alone is both. */
function nameQuestion(text: string): { name: string; instructions: string } | undefined {
  const asked = text.trim().replace(/\s*:$/, '');
  const [, before = '', after = ''] = /^([^:?]{1,64}):\s*(\S.*)$/.exec(asked) ?? [];
  const name = (before || asked).replace(/[?:\s]+$/, '').replace(/\s+/g, '_');
  return name === '' ? undefined : { name, instructions: after || asked };
}
