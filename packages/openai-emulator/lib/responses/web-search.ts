import type { ResponseFunctionWebSearch } from 'openai/resources/responses/responses';
import { seedFrom } from '../answers/seed';
import { findSubject, thoughtsAbout } from '../answers/text';
import { countTokens } from '../answers/tokens';
import { invalidValue } from '../http/api-error';
import { isObject, type JsonObject, textOf, textsIn } from '../http/json';
import { newId } from '../http/messages';
import { checkChoice, refuseUnknownParameters } from '../parameters/checks';
import { citePage, join, type WebSource } from './cited-text';
import type { HostedTool, ItemEvent, OutputPart, ToolOutcome, Turn } from './types';
import { describeLocation, findPages } from './web-sources';

type Action = ResponseFunctionWebSearch['action'];

const types = ['web_search', 'web_search_2025_08_26', 'web_search_preview', 'web_search_preview_2025_03_11'];
const commonParameters = ['type', 'search_context_size', 'user_location', 'search_content_types'];
const newParameters = ['filters', 'external_web_access', 'return_token_budget', 'image_settings'];
const wish =
  /\b(web|internet|online|news|look up|browse)\b|\bsearch(?:es)?\b(?! (?:in |through )?(?:the |my |our )?(?:files?|documents?))/i;
const pageCount = 3;

function check(tool: JsonObject, place: string): void {
  const isPreview = textOf(tool['type']).startsWith('web_search_preview');
  const known = isPreview ? commonParameters : [...commonParameters, ...newParameters];
  const named = Object.fromEntries(Object.entries(tool).map(([name, value]) => [`${place}.${name}`, value]));
  refuseUnknownParameters(
    named,
    known.map(name => `${place}.${name}`)
  );
  checkChoice(named, `${place}.search_context_size`, ['low', 'medium', 'high']);
  const filters = isObject(tool['filters']) ? tool['filters'] : {};
  const broken = textsIn(filters['allowed_domains']).find(domain => !/^[\w-]+(\.[\w-]+)+$/.test(domain));
  if (broken === undefined) return;
  throw invalidValue(
    `${place}.filters.allowed_domains`,
    `Invalid value: '${broken}'. Expected a domain name without a scheme or a path, e.g. 'openai.com'.`
  );
}

function* streamSearch(item_id: string, output_index: number): Iterable<ItemEvent> {
  yield { type: 'response.web_search_call.in_progress', item_id, output_index };
  yield { type: 'response.web_search_call.searching', item_id, output_index };
  yield { type: 'response.web_search_call.completed', item_id, output_index };
}

function makeWebCall(action: Action): OutputPart {
  const id = newId('ws_');
  const item: ResponseFunctionWebSearch = { id, type: 'web_search_call', status: 'completed', action };
  return {
    item,
    draft: {
      ...item,
      status: 'in_progress',
      action: action.type === 'search' ? { type: 'search', query: '' } : action,
    },
    events: outputIndex => streamSearch(id, outputIndex),
    tokens: countTokens(JSON.stringify(action)),
  };
}

export function searchFor(query: string, pages: WebSource[]): OutputPart {
  const sources = pages.map(({ url }) => ({ type: 'url' as const, url }));
  return makeWebCall({ type: 'search', query, queries: [query], sources });
}

/** Opens a page, and looks for something on it. */
export function readPage({ url }: WebSource, pattern: string): OutputPart[] {
  return [makeWebCall({ type: 'open_page', url }), makeWebCall({ type: 'find_in_page', url, pattern })];
}

async function use(tool: JsonObject, { prompt }: Turn): Promise<ToolOutcome> {
  const subject = findSubject(prompt);
  const pages = findPages(tool, subject, pageCount);
  const place = describeLocation(tool);
  const [first] = pages;
  const isBrief = tool['search_context_size'] === 'low';
  const read = first && !isBrief ? readPage(first, subject.split(' ')[0] ?? subject) : [];
  const findings = thoughtsAbout(subject, pageCount, seedFrom(prompt));
  const cited = pages.flatMap((page, index) => [` ${findings[index] ?? ''} `, citePage(page)]);
  return {
    parts: [searchFor(`${subject}${place}`, pages), ...read],
    remark: join([`This is what the web says about ${subject}${place}.`, ...cited]),
  };
}

export const webSearch: HostedTool = { types, check, isWished: ({ prompt }) => wish.test(prompt), use };
