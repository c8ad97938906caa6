import { extname } from 'node:path';
import type { VectorStoreFile } from 'openai/resources/vector-stores';
import type { UploadedFile } from '../files/uploaded-files';

/** The text of a file, or why it has none. */
export type Reading = { text: string } | { error: NonNullable<VectorStoreFile['last_error']> };

const texts = '.c .cpp .cs .css .go .html .java .js .json .md .php .py .rb .sh .tex .ts .txt'.split(' ');
const documents = ['.doc', '.docx', '.pdf', '.pptx'];
const tagEnd = /<\/?[a-z][^>]*>/gi;

function decode(bytes: Buffer): string {
  const isWide = bytes[0] === 0xff && bytes[1] === 0xfe;
  return bytes.toString(isWide ? 'utf16le' : 'utf8').replace(/^\ufeff/, '');
}

/** What can be read of a document without its program: the runs of plain letters in it. */
function readRuns(bytes: Buffer): string {
  return (bytes.toString('latin1').match(/[\x20-\x7e\n]{4,}/g) ?? []).join('\n');
}

function readByType(extension: string, bytes: Buffer): string | undefined {
  if (documents.includes(extension)) return readRuns(bytes);
  if (!texts.includes(extension)) return undefined;
  const text = decode(bytes);
  return extension === '.html' ? text.replace(tagEnd, ' ') : text;
}

/** Reads what the API reads for file search. */
export function readText({ object, bytes }: UploadedFile): Reading {
  const text = readByType(extname(object.filename).toLowerCase(), bytes);
  if (text === undefined) return { error: { code: 'unsupported_file', message: 'The file type is not supported.' } };
  if (text.includes('\0') || text.includes('\ufffd')) {
    return { error: { code: 'invalid_file', message: 'The file could not be parsed because it is not text.' } };
  }
  if (!text.trim()) {
    return { error: { code: 'invalid_file', message: 'The file could not be parsed because it is empty.' } };
  }
  return { text };
}
