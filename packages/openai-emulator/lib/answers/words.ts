const fillers = new Set(
  (
    'a an and are as at be by can do does for from has have how i in is it its me my of on or our please tell that ' +
    'the their there this to was we what when where which who why will with you your about'
  ).split(' ')
);

/** The words of a text as they are compared: in small letters, plurals as singulars. */
function wordsOf(text: string): string[] {
  const words = text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
  return words.map(word => (word.length > 3 ? word.replace(/(?<!s)s$/, '') : word));
}

/** The words that a query is about, each once; all of them if it has no others than fillers. */
export function termsOf(query: string): string[] {
  const words = [...new Set(wordsOf(query))];
  const terms = words.filter(word => !fillers.has(word));
  return terms.length > 0 ? terms : words;
}

export function countWords(text: string): Map<string, number> {
  const counts = new Map<string, number>();
  for (const word of wordsOf(text)) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

const longestSentence = 240;

/** The sentence of a text that has the most words of a query. */
export function findSentence(text: string, query: string): string {
  const terms = termsOf(query);
  const sentences = text
    .split(/(?<=[.!?])\s+|\n+/)
    .map(sentence => sentence.trim())
    .filter(Boolean);
  const scores = sentences.map(sentence => terms.filter(term => wordsOf(sentence).includes(term)).length);
  return (sentences[scores.indexOf(Math.max(...scores))] ?? '').slice(0, longestSentence);
}
