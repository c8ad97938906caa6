import type { FileFacts } from '../types/file';

const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** Office documents by extension. Their bytes are those of an archive, or of a container that older programs share. */
const OFFICE_TYPES: Record<string, { mime_type: string; inside: 'zip' | 'cfb' }> = {
  docx: { mime_type: `${OFFICE}.wordprocessingml.document`, inside: 'zip' },
  pptx: { mime_type: `${OFFICE}.presentationml.presentation`, inside: 'zip' },
  xlsx: { mime_type: `${OFFICE}.spreadsheetml.sheet`, inside: 'zip' },
  odt: { mime_type: 'application/vnd.oasis.opendocument.text', inside: 'zip' },
  epub: { mime_type: 'application/epub+zip', inside: 'zip' },
  doc: { mime_type: 'application/msword', inside: 'cfb' },
  ppt: { mime_type: 'application/vnd.ms-powerpoint', inside: 'cfb' },
  xls: { mime_type: 'application/vnd.ms-excel', inside: 'cfb' },
};

/** The types of office documents, as OpenAI's file inputs accept them. */
export const officeTypes: string[] = [
  ...Object.values(OFFICE_TYPES).map(({ mime_type }) => mime_type),
  'application/rtf',
];

/** The common name of an office document's type. */
export function nameOfficeType(mime_type: string): string | undefined {
  return Object.entries(OFFICE_TYPES).find(([, type]) => type.mime_type === mime_type)?.[0];
}

const CONTAINERS = { zip: 'application/zip', cfb: 'application/x-cfb' };

/** Detects a file whose bytes alone do not tell its type, by its extension and what its bytes must have. */
export function factsByName(name: string, head: Uint8Array, detected: string | undefined): FileFacts | undefined {
  const start = Buffer.from(head.subarray(0, 1100)).toString('latin1');
  // A PDF may stand behind white space, or behind whatever a program printed first.
  if (/%PDF-\d/.test(start) && /^[\s\uFEFF\xef\xbb\xbf\0]*%PDF-/.test(start))
    return { mime_type: 'application/pdf', extension: 'pdf' };
  const extension = /\.(\w+)$/.exec(name.toLowerCase())?.[1] ?? '';
  const office = Object.hasOwn(OFFICE_TYPES, extension) ? OFFICE_TYPES[extension] : undefined;
  if (office && detected === CONTAINERS[office.inside]) return { mime_type: office.mime_type, extension };
  const isMp4 = start.slice(4, 8) === 'ftyp';
  if (extension === 'm4a' && isMp4) return { mime_type: 'audio/mp4', extension };
  if (extension === 'mp4' && isMp4) return { mime_type: 'video/mp4', extension };
  const isMp3 = extension === 'mp3' || extension === 'mpga';
  return isMp3 && detected === undefined && hasFrame(head) ? { mime_type: 'audio/mpeg', extension: 'mp3' } : undefined;
}

/** Two frames of MPEG audio, the second where the first one ends, behind whatever else. */
function hasFrame(head: Uint8Array): boolean {
  for (let at = 0; at + 4 < head.length; at += 1) {
    const length = frameLength(head, at);
    if (length > 0 && frameLength(head, at + length) > 0) return true;
  }
  return false;
}

const RATES = [44_100, 48_000, 32_000];
const BITRATES = {
  1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  2: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};

/** The length of a frame of layer 3; 0 if there is none. */
function frameLength(bytes: Uint8Array, at: number): number {
  const [first = 0, second = 0, third = 0] = bytes.subarray(at, at + 3);
  const isSync = first === 0xff && (second & 0xe0) === 0xe0 && (second & 0x06) === 0x02;
  const version = (second >> 3) & 3;
  const rate = RATES[(third >> 2) & 3];
  const kilobits = BITRATES[version === 3 ? 1 : 2][third >> 4] ?? 0;
  if (!isSync || version === 1 || rate === undefined || kilobits === 0) return 0;
  const divisor = version === 3 ? 1 : version === 2 ? 2 : 4;
  return Math.floor(((version === 3 ? 144_000 : 72_000) * kilobits) / (rate / divisor)) + ((third >> 1) & 1);
}
