import { findAnswerViolations } from './api-document';

/** The document has no words for an empty list, whose ends have no ids. */
function isEmptyList(body: unknown): boolean {
  return (
    typeof body === 'object' && body !== null && 'data' in body && Array.isArray(body.data) && body.data.length === 0
  );
}

/** A fetch that fails if an answer under one of these paths is not as OpenAI's own API document says. */
export function checkAnswers(...paths: string[]): typeof fetch {
  return async (url, init) => {
    const answer = await fetch(url, init);
    const { pathname } = new URL(String(url));
    const isChecked = answer.ok && paths.some(path => pathname.startsWith(path));
    if (!isChecked || answer.headers.get('content-type') !== 'application/json') return answer;
    const body: unknown = await answer.clone().json();
    const violations = isEmptyList(body) ? [] : findAnswerViolations(init?.method ?? 'GET', pathname, body);
    if (violations.length > 0) throw new Error(violations.join('\n'));
    return answer;
  };
}
