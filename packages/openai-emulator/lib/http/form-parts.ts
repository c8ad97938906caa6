/** One field of a multipart form. */
export interface FormPart {
  name: string;
  /** Only files have one. */
  filename?: string;
  /** The media type that the sender claims; empty if none. */
  type: string;
  bytes: Buffer;
}

const lineEnd = '\r\n';
const headersEnd = '\r\n\r\n';

/** The spelling of fetch for what would break the header. */
function decodeName(text: string): string {
  return text.replace(/%22/g, '"').replace(/%0D/gi, '\r').replace(/%0A/gi, '\n');
}

function readHeaders(text: string): Omit<FormPart, 'bytes'> {
  const disposition = /^content-disposition:(.*)$/im.exec(text)?.[1] ?? '';
  const name = /[;\s]name="([^"]*)"/i.exec(disposition)?.[1];
  const filename = /[;\s]filename="([^"]*)"/i.exec(disposition)?.[1];
  if (name === undefined) throw new Error('A part of the form has no name');
  const type = /^content-type:[ \t]*(.*?)\s*$/im.exec(text)?.[1] ?? '';
  return { name: decodeName(name), type, ...(filename !== undefined && { filename: decodeName(filename) }) };
}

/**
 * The parts of a multipart body. Their bytes are views of the body: a large file is not copied, as it would be by
 * fetch's own reader. Throws where the body is not a form.
 */
export function splitForm(body: Buffer, contentType: string): FormPart[] {
  const [, quoted, plain] = /boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType) ?? [];
  const delimiter = `--${quoted ?? plain ?? ''}`;
  const parts: FormPart[] = [];
  let position = body.indexOf(delimiter) + delimiter.length;
  if (delimiter === '--' || position < delimiter.length) throw new Error('The form has no boundary');
  while (body.toString('latin1', position, position + 2) !== '--') {
    const start = body.indexOf(headersEnd, position);
    const end = body.indexOf(lineEnd + delimiter, start + headersEnd.length);
    if (start < 0 || end < 0) throw new Error('The form breaks off');
    const headers = readHeaders(body.toString('utf8', position, start));
    parts.push({ ...headers, bytes: body.subarray(start + headersEnd.length, end) });
    position = end + lineEnd.length + delimiter.length;
  }
  return parts;
}
