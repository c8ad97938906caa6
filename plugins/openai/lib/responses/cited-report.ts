import { type ItemPart, type ResponseItem, readParts } from './model-response';

/** A source of a report: `n` is its number, `count` how often it is cited. */
interface Reference {
  n: number;
  title: string;
  url?: string;
  file_id?: string;
  count: number;
}

/** A citation: `report.slice(start, end)` is its mark in the text. */
interface ReportCitation {
  n: number;
  start: number;
  end: number;
  url?: string;
}

export interface Report {
  /** Markdown, with numbered citations and a list of references. */
  report: string;
  references: Reference[];
  citations: ReportCitation[];
}

interface Source {
  title: string;
  url?: string;
  file_id?: string;
  start: number;
  end: number;
}

/** Writes the report that a response holds; what the API cites by links within the text becomes numbers. */
export function writeReport(output: ResponseItem[]): Report {
  const references = new Map<string, Reference>();
  const citations: ReportCitation[] = [];
  let report = '';
  const cite = ({ title, url, file_id }: Source): void => {
    const key = url ?? file_id ?? title;
    const known = references.get(key) ?? {
      n: references.size + 1,
      title,
      ...(url && { url }),
      ...(file_id && { file_id }),
      count: 0,
    };
    known.count += 1;
    references.set(key, known);
    const mark = url ? `[[${known.n}]](${toTarget(url)})` : `[${known.n}]`;
    citations.push({ n: known.n, start: report.length, end: report.length + mark.length, ...(url && { url }) });
    report += mark;
  };
  for (const { text = '', annotations = [] } of listTexts(output)) {
    let next = 0;
    for (const source of locateSources(text, annotations)) {
      // If two sources share a span, its text appears once, followed by both marks.
      const start = Math.max(next, source.start);
      const end = Math.max(next, source.end);
      const span = text.slice(start, end);
      report += text.slice(next, start) + (source.url && isLink(span, source.url) ? '' : span);
      cite(source);
      next = end;
    }
    report += text.slice(next);
  }
  const list = [...references.values()];
  const end = list.length > 0 ? `\n\n## References\n\n${list.map(toLine).join('\n')}\n` : '';
  return { report: report + end, references: list, citations };
}

function listTexts(output: ResponseItem[]): ItemPart[] {
  const parts = output.flatMap(item => (item.type === 'message' ? readParts(item.content) : []));
  return parts.filter(part => part.text !== undefined && part.refusal === undefined);
}

function locateSources(text: string, annotations: NonNullable<ItemPart['annotations']>): Source[] {
  const locate = createLocator(text);
  const sources = annotations.flatMap((annotation): Source[] => {
    const { type, title, url, start_index = text.length, end_index = start_index, filename, file_id } = annotation;
    if (type === 'url_citation' && url) {
      return [{ title: title || hostOf(url), url, ...locate(start_index, end_index, url) }];
    }
    const { index = text.length } = annotation;
    return type === 'file_citation' && file_id
      ? [{ title: filename || file_id, file_id, start: index, end: index }]
      : [];
  });
  return sources.toSorted((one, other) => one.start - other.start);
}

/** Whether a span is "([title](url))", as the API shows a source in the text. */
function isLink(span: string, url: string): boolean {
  return /^\(?\[.*\)$/s.test(span) && span.includes(url);
}

/** Converts the API's positions of a span to JavaScript's. */
export type Locator = (start: number, end: number, url: string) => { start: number; end: number };

/** Some servers count code points instead of UTF-16 units, which shows when the span does not hold the link. */
export function createLocator(text: string): Locator {
  // Split only once, since reports are long and cite often.
  const characters = /[\uD800-\uDFFF]/.test(text) ? [...text] : undefined;
  return (start, end, url) => {
    if (!characters || isLink(text.slice(start, end), url)) return { start, end };
    const span = characters.slice(start, end).join('');
    if (!isLink(span, url)) return { start, end };
    const before = characters.slice(0, start).join('').length;
    return { start: before, end: before + span.length };
  };
}

/** The host name, for a source without a title. */
export function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).hostname : url;
}

function toLine({ n, title, url }: Reference): string {
  const words = title.replace(/\s+/g, ' ').replace(/[[\]\\]/g, '\\$&');
  return `${n}. ${url ? `[${words}](${toTarget(url)})` : words}`;
}

/** Escapes what would end the target of a Markdown link. */
function toTarget(url: string): string {
  return url.replace(/[\s()<>]/g, character =>
    /[()]/.test(character) ? (character === '(' ? '%28' : '%29') : encodeURIComponent(character)
  );
}
