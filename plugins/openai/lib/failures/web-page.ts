/** Whether a text is a web page, which no API sends: something in between does. */
export function isPage(text: string): boolean {
  return /^\s*(?:<\?xml[^>]*>\s*)?(?:<!--[\s\S]{0,500}?-->\s*)?<(?:!doctype\s+html|html|head|body|title|center|h1)\b/i.test(
    text.slice(0, 2000)
  );
}

/** The title of a page, or its heading. */
function findTitle(page: string): string | undefined {
  const [, , title = ''] = /<(title|h1|h2)[^>]*>([\s\S]{1,300}?)<\/\1>/i.exec(page) ?? [];
  const words = title
    .replace(/<[^>]*>/g, ' ')
    .replace(/&nbsp;/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  return words.slice(0, 120) || undefined;
}

/** Says that the response is a page, and which. */
export function describePage(page: string, status: number): string {
  const title = findTitle(page);
  const how = status >= 400 ? `with HTTP ${status} and a web page` : 'with a web page';
  return `The server responded ${how}${title ? ` ("${title}")` : ''} instead of JSON`;
}
