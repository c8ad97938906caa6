import { joinMp3, measureTag } from './mp3';
import { joinWav } from './wav';

/** How the parts of each media type are joined; nothing if they do not match each other. */
const JOINS: Record<string, (parts: Buffer[]) => Buffer | undefined> = {
  'audio/mpeg': joinMp3,
  'audio/wav': joinWav,
  // ADTS frames are self-contained.
  'audio/aac': parts => Buffer.concat(parts.map(part => part.subarray(measureTag(part)))),
  'audio/pcm': parts => Buffer.concat(parts),
};

/**
 * Joins audio files of the same media type. A single file is returned unchanged, except for a WAV whose header lacks its
 * length.
 *
 * @returns Nothing if they cannot be joined.
 */
export function joinAudio(parts: Buffer[], mime_type: string): Buffer | undefined {
  const [only] = parts;
  if (only && parts.length === 1) return (mime_type === 'audio/wav' && joinWav(parts)) || only;
  return Object.hasOwn(JOINS, mime_type) ? JOINS[mime_type]?.(parts) : undefined;
}
