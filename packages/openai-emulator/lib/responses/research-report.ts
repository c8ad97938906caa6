import { capitalise, thoughtsAbout } from '../answers/text';
import { type CitedText, join } from './cited-text';

/** Says something, and where it was found. */
export type Citer = (words: string) => CitedText;

interface Findings {
  subject: string;
  seed: number;
  citers: Citer[];
}

const sections = ['Background', 'How it works', 'Figures and costs', 'Criticism', 'Outlook'];
const thoughtsPerSection = 2;

function writeSection({ subject, seed, citers }: Findings, heading: string, index: number): CitedText {
  const thoughts = thoughtsAbout(subject, sections.length * thoughtsPerSection, seed);
  const own = thoughts.slice(index * thoughtsPerSection, (index + 1) * thoughtsPerSection);
  const cited = own.map((thought, place) => {
    const cite = citers[(index * thoughtsPerSection + place) % citers.length];
    return cite ? cite(thought) : join([thought]);
  });
  const lead =
    `Most sources on ${subject} treat this together with what is near to it, ` +
    'so that their statements have to be read with that in mind.';
  return join([`## ${heading}`, '\n\n', lead, '\n\n', join(cited, ' ')]);
}

/** A report in Markdown, in two parts as long answers come, and with what was worked out beside it. */
export function writeReport(findings: Findings, extras: CitedText[]): CitedText[] {
  const { subject, citers } = findings;
  const [first] = citers;
  const claim = `There is no single answer about ${subject}, but the sources agree on the outline.`;
  const summary = join([`# ${capitalise(subject)}`, '\n\n', '**Summary.** ', first ? first(claim) : claim]);
  const written = sections.map((heading, index) => writeSection(findings, heading, index));
  const method =
    `## Method\n\nThis report rests on ${citers.length} sources about ${subject}. ` +
    'Each was opened and searched for the statements above; where two of them differ, the newer one was preferred.';
  const end = join([method, ...extras], '\n\n');
  return [join([summary, ...written.slice(0, 3)], '\n\n'), join(['\n\n', join([...written.slice(3), end], '\n\n')])];
}
