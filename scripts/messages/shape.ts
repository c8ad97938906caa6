/** What messages have in common whose values differ: their words, with every number, quotation, id and address alike. */
export function toShape(message: string): string {
  return message
    .replace(/"[^"]*"/g, '"…"')
    .replace(/\b(https?:\/\/\S+|127\.0\.0\.1:\d+)/g, 'ADDRESS')
    .replace(/\b[a-z]+[-_][\w-]*\d[\w-]*/gi, 'ID')
    .replace(/\d[\d,.]*/g, 'N');
}

/** The port of a test's server changes from run to run. */
export const hidePort = (message: string): string => message.replace(/127\.0\.0\.1:\d+/g, '127.0.0.1:PORT');
