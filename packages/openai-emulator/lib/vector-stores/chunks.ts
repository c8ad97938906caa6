import type { StaticFileChunkingStrategy } from 'openai/resources/vector-stores';
import { countTokens } from '../answers/tokens';
import { countWords } from '../answers/words';
import { ApiError } from '../http/api-error';
import { isObject, type JsonObject, numberOf } from '../http/json';
import { checkChoice, checkNumber, requireParameters } from '../parameters/checks';

/** A piece of a file that a search can find. */
export interface Chunk {
  text: string;
  counts: Map<string, number>;
  /** How many words it has. */
  length: number;
}

const automatic: StaticFileChunkingStrategy = { max_chunk_size_tokens: 800, chunk_overlap_tokens: 400 };

/** The strategy that a request names, or the usual one. */
export function readStrategy(given: unknown): StaticFileChunkingStrategy {
  const place = 'chunking_strategy';
  if (!isObject(given)) return automatic;
  requireParameters({ [`${place}.type`]: given['type'] }, [`${place}.type`]);
  checkChoice({ [`${place}.type`]: given['type'] }, `${place}.type`, ['auto', 'static']);
  if (given['type'] === 'auto') return automatic;
  const settings = isObject(given['static']) ? given['static'] : {};
  const size = `${place}.static.max_chunk_size_tokens`;
  const overlap = `${place}.static.chunk_overlap_tokens`;
  const named: JsonObject = { [size]: settings['max_chunk_size_tokens'], [overlap]: settings['chunk_overlap_tokens'] };
  requireParameters(named, [size, overlap]);
  checkNumber(named, size, { minimum: 100, maximum: 4096, integer: true });
  checkNumber(named, overlap, { minimum: 0, maximum: 4096, integer: true });
  const max_chunk_size_tokens = numberOf(named[size], 0);
  const chunk_overlap_tokens = numberOf(named[overlap], 0);
  if (chunk_overlap_tokens > max_chunk_size_tokens / 2) {
    throw new ApiError(`Invalid '${overlap}': it must not exceed half of 'max_chunk_size_tokens'.`, {
      param: overlap,
      code: 'invalid_value',
    });
  }
  return { max_chunk_size_tokens, chunk_overlap_tokens };
}

function toChunk(text: string): Chunk {
  const counts = countWords(text);
  return { text, counts, length: [...counts.values()].reduce((sum, count) => sum + count, 0) };
}

/** Cuts a text between words into pieces that overlap. */
export function cutIntoChunks(text: string, strategy: StaticFileChunkingStrategy): Chunk[] {
  const { max_chunk_size_tokens: size, chunk_overlap_tokens: overlap } = strategy;
  const words = text.trim().match(/\S+\s*/g) ?? [];
  const chunks: Chunk[] = [];
  const current: string[] = [];
  let tokens = 0;
  /** Whether there is more in the current piece than the end of the one before. */
  let isNew = false;
  for (const word of words) {
    const cost = countTokens(word);
    if (isNew && tokens + cost > size) {
      chunks.push(toChunk(current.join('').trim()));
      isNew = false;
      while (current.length > 0 && (tokens > overlap || tokens + cost > size))
        tokens -= countTokens(current.shift() ?? '');
    }
    current.push(word);
    tokens += cost;
    isNew = true;
  }
  if (isNew) chunks.push(toChunk(current.join('').trim()));
  return chunks;
}
