import { similarity } from './meaning';
import { seedFrom } from './seed';

const wish =
  /\b(classify|categori[sz]e|label|sentiment|category|which (?:of|team|department|group|class|topic)|is (?:it|this)|one of|route|triage)\b/i;
const list =
  /(?:\(|\b(?:as|into|to|of|about|between|either|in|labels?|categories|options|teams?|departments?|groups?|classes|topics|choose|answer|reply|with|from|sentiment|category|is (?:it|this))\b)(?: (?:only|just|one of|either))*\s*:?\s*((?:["'“]?[\w-]+(?: [\w-]+)?["'”]?\s*(?:,\s*(?:or |and )?|\/|\||\bor\b)\s*)+["'“]?[\w-]+(?: [\w-]+)?["'”]?)/i;
const longestLabel = 30;

/** The labels that a prompt offers, such as "billing, support or sales"; none where it is not about labels. */
function labelsIn(prompt: string): string[] {
  if (!wish.test(prompt)) return [];
  const named = list.exec(prompt)?.[1] ?? '';
  const labels = named
    .split(/\s*(?:,\s*(?:or |and )?|\/|\||\bor\b)\s*/)
    .map(label => label.replace(/["'“”]/g, '').trim())
    .filter(label => label && label.length <= longestLabel);
  return labels.length > 1 ? labels : [];
}

/** The option that a text fits best; where nothing speaks for any, always the same one. */
export function chooseOption(text: string, options: string[]): number {
  const scores = options.map(option => similarity(text, option));
  const best = Math.max(...scores);
  return best > 0.05 ? scores.indexOf(best) : seedFrom(text) % Math.max(1, options.length);
}

/** The answer to a prompt that asks for a label; undefined for others. */
export function classify(prompt: string, instructions: string): string | undefined {
  const source = labelsIn(prompt).length > 0 ? prompt : instructions;
  const labels = labelsIn(source);
  if (labels.length === 0) return undefined;
  // The labels themselves say nothing of the text.
  const text = labels.reduce((left, label) => left.replace(label, ' '), prompt);
  return labels[chooseOption(text, labels)];
}
