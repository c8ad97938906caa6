import { ApiError } from '../http/api-error';
import type { FormFile } from '../http/multipart';

/** What can be told of audio without hearing it. */
export interface Sound {
  name: string;
  bytes: Buffer;
  format: 'FLAC' | 'MP3' | 'MP4' | 'Ogg' | 'WAV' | 'WebM';
  seconds: number;
}

const mostBytes = 25 * 1024 * 1024;
const fewestSeconds = 0.1;
const endings = ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm'];
const mediaTypes = /^(audio|video)\/(x-)?(flac|m4a|mp3|mp4|mpeg|mpga|ogg|wav|wave|webm)\b/;

function formatOf(bytes: Buffer): Sound['format'] | undefined {
  const start = bytes.toString('latin1', 0, 12);
  if (start.startsWith('fLaC')) return 'FLAC';
  if (start.startsWith('OggS')) return 'Ogg';
  if (/^RIFF[\s\S]{4}WAVE/.test(start)) return 'WAV';
  if (/^[\s\S]{4}ftyp/.test(start)) return 'MP4';
  if (start.startsWith('\x1aE\xdf\xa3')) return 'WebM';
  // The layer bits tell MP3 from AAC, whose frames begin alike.
  const [first = 0, second = 0] = bytes;
  const isFrame = first === 0xff && (second & 0xe6) === 0xe2;
  return start.startsWith('ID3') || isFrame ? 'MP3' : undefined;
}

/** As the API does, by name or declared type first, and then by the bytes. */
function refuseOtherFiles({ name, type, bytes }: FormFile, param: string): void {
  if (bytes.length > mostBytes) {
    const message = `Maximum content size limit (${mostBytes}) exceeded (${bytes.length} bytes read)`;
    throw new ApiError(message, { status: 413, param });
  }
  const ending = name.toLowerCase().split('.').pop() ?? '';
  if (endings.includes(ending) || mediaTypes.test(type)) return;
  const list = endings.map(candidate => `'${candidate}'`).join(', ');
  throw new ApiError(`Invalid file format. Supported formats: [${list}]`, { param, code: 'invalid_value' });
}

/** Opens a file and refuses what the API would not hear. */
export async function listenTo(file: FormFile, param = 'file'): Promise<Sound> {
  refuseOtherFiles(file, param);
  const format = formatOf(file.bytes);
  // The reader is large, and few emulators are asked to listen.
  const { measure } = await import('./measure');
  const seconds = format ? await measure(file.bytes) : Number.NaN;
  if (!format || Number.isNaN(seconds)) {
    throw new ApiError('Audio file might be corrupted or unsupported', { param, code: 'invalid_value' });
  }
  if (seconds < fewestSeconds) {
    const message = `Audio file is too short. Minimum audio length is ${fewestSeconds} seconds.`;
    throw new ApiError(message, { param, code: 'audio_too_short' });
  }
  return { name: file.name, bytes: file.bytes, format, seconds };
}
