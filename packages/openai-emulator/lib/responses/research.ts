import { seedFrom } from '../answers/seed';
import { findSubject } from '../answers/text';
import { ApiError } from '../http/api-error';
import { type JsonObject, numberOf, objectsIn, textOf } from '../http/json';
import { type CitedText, citeFile, citePage, join } from './cited-text';
import { computer } from './computer';
import { limitCalls } from './limit-calls';
import { listServers } from './mcp-servers';
import { makeReasoning, wantsSummary } from './reasoning';
import { type Citer, writeReport } from './research-report';
import { findHosted, listOffers, type Offer } from './tools';
import type { OutputPart, ToolOutcome, Turn } from './types';
import { readPage, searchFor, webSearch } from './web-search';
import { findPages } from './web-sources';

const ownModel = /^o\d(-mini)?-deep-research\b/;
const successor = /^gpt-5\.5-pro\b/;
const sourceTools = ['mcp', 'file_search'];
/** What the research looks into, one search each. */
const angles = ['definition', 'history', 'figures', 'criticism', 'outlook'];
const pageCount = 5;

function isSource({ type }: JsonObject): boolean {
  return sourceTools.includes(textOf(type)) || findHosted(type) === webSearch;
}

/** Refuses research without anything to look at. */
export function checkResearch(body: JsonObject): void {
  if (!ownModel.test(textOf(body['model'])) || objectsIn(body['tools']).some(isSource)) return;
  throw new ApiError(
    "Deep research models require at least one of 'web_search_preview', 'mcp', or 'file_search' tools.",
    { param: 'tools' }
  );
}

/** Whether the answer is a report that takes many steps. */
export function isResearch({ model, body }: Turn): boolean {
  if (ownModel.test(model)) return true;
  return successor.test(model) && objectsIn(body['tools']).some(({ type }) => findHosted(type) === webSearch);
}

function think(text: string, body: JsonObject): OutputPart {
  return makeReasoning(wantsSummary(body) ? [text] : []);
}

/** One search, and what is read of what it found. */
function lookUp(tool: JsonObject, subject: string, angle: string, index: number, body: JsonObject): ToolOutcome {
  const pages = findPages(tool, subject, pageCount);
  const page = pages[index % pages.length];
  const thought = think(`**Looking into the ${angle}**\n\nI search for the ${angle} of ${subject}.`, body);
  const read = page ? readPage(page, angle) : [];
  return { parts: [thought, searchFor(`${subject} ${angle}`, pages), ...read], remark: join([]) };
}

async function investigate({ tool, hosted }: Offer, turn: Turn): Promise<ToolOutcome[]> {
  const subject = findSubject(turn.prompt);
  if (hosted === webSearch) return angles.map((angle, index) => lookUp(tool, subject, angle, index, turn.body));
  const outcome = await hosted.use(tool, turn);
  const name = textOf(tool['type']).replaceAll('_', ' ');
  return [{ ...outcome, parts: [think(`**Using ${name}**\n\nIt may know more.`, turn.body), ...outcome.parts] }];
}

/** Ways to cite what was found: pages, or else the server's own pages, or else files. */
function listCiters(offers: Offer[], subject: string, outcomes: ToolOutcome[]): Citer[] {
  const files = outcomes
    .flatMap(({ remark }) => remark.annotations)
    .filter(annotation => annotation.type === 'file_citation')
    .map(
      ({ file_id, filename }): Citer =>
        words =>
          citeFile(words, { file_id, filename })
    );
  const web = offers.find(({ hosted }) => hosted === webSearch)?.tool;
  const server = textOf(offers.find(({ tool }) => tool['type'] === 'mcp')?.tool['server_url']);
  if (!web && !server && files.length > 0) return files;
  const ownPages = URL.canParse(server) ? { filters: { allowed_domains: [new URL(server).hostname] } } : {};
  const pages = findPages(web ?? ownPages, subject, pageCount);
  const citers = pages.map(
    (page): Citer =>
      words =>
        join([words, ' ', citePage(page)])
  );
  return [...citers, ...files];
}

interface Research {
  parts: OutputPart[];
  /** The parts of the report, unless somebody has to answer first. */
  report?: CitedText[];
}

export async function research(turn: Turn): Promise<Research> {
  const { body, prompt } = turn;
  const subject = findSubject(prompt);
  const plan = think(`**Planning the research**\n\nI split ${subject} into questions, and look for sources.`, body);
  const offers = listOffers(objectsIn(body['tools'])).filter(({ hosted }) => !hosted.isReserved && hosted !== computer);
  const made: ToolOutcome[] = [];
  for (const offer of offers) made.push(...(await investigate(offer, turn)));
  const outcomes = limitCalls(made, numberOf(body['max_tool_calls'], Number.POSITIVE_INFINITY));
  const waiting = outcomes.filter(({ isWaiting }) => isWaiting);
  const begun = [plan, ...listServers(turn)];
  if (waiting.length > 0) return { parts: [...begun, ...waiting.flatMap(({ parts }) => parts)] };

  const drawn = outcomes.filter(({ remark }) =>
    remark.annotations.some(({ type }) => type === 'container_file_citation')
  );
  return {
    parts: [...begun, ...outcomes.flatMap(({ parts }) => parts)],
    report: writeReport(
      { subject, seed: seedFrom(prompt), citers: listCiters(offers, subject, outcomes) },
      drawn.map(({ remark }) => remark)
    ),
  };
}
