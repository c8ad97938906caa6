import { joinMp3, measureTag } from './mp3';
import { joinWav } from './wav';

/** How sounds of a type become one, if they can; nothing where their parts do not fit together. */
const JOINS: Record<string, (parts: Buffer[]) => Buffer | undefined> = {
  'audio/mpeg': joinMp3,
  'audio/wav': joinWav,
  // Frames of ADTS stand for themselves.
  'audio/aac': parts => Buffer.concat(parts.map(part => part.subarray(measureTag(part)))),
  'audio/pcm': parts => Buffer.concat(parts),
};

/**
 * One sound of several of the same media type that follow each other. A single one stays as it is, but for a WAV whose
 * header does not tell its length.
 *
 * @returns Nothing where they cannot be joined.
 */
export function joinSounds(parts: Buffer[], mime_type: string): Buffer | undefined {
  const [only] = parts;
  if (only && parts.length === 1) return (mime_type === 'audio/wav' && joinWav(parts)) || only;
  return JOINS[mime_type]?.(parts);
}
