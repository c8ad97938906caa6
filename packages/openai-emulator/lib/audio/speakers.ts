import type { TranscriptionDiarizedSegment } from 'openai/resources/audio/transcriptions';
import { readDataUrl } from '../attachments/input-image';
import { invalidValue } from '../http/api-error';
import { type JsonObject, textsIn } from '../http/json';
import { listenTo } from './listen';
import type { Transcript } from './transcript';

const fewestSpeakers = 2;

/** Those who are known, and letters for the others. */
async function namesOf(body: JsonObject): Promise<string[]> {
  const names = textsIn(body['known_speaker_names']);
  const references = textsIn(body['known_speaker_references']);
  if (names.length !== references.length) {
    const advice = 'known_speaker_names and known_speaker_references must have the same number of entries.';
    throw invalidValue('known_speaker_references', advice);
  }
  for (const [index, url] of references.entries()) {
    const place = `known_speaker_references[${index}]`;
    const reference = readDataUrl(url);
    if (!reference) throw invalidValue(place, `Invalid '${place}'. Expected a data URL with audio.`);
    const { seconds } = await listenTo({ name: '', ...reference }, place);
    if (seconds < 2 || seconds > 10) {
      throw invalidValue(place, `Invalid '${place}'. A sample must be between 2 and 10 seconds long.`);
    }
  }
  const strangers = Array.from({ length: Math.max(0, fewestSpeakers - names.length) }, (_, index) =>
    String.fromCharCode(65 + index)
  );
  return [...names, ...strangers];
}

/** Lets the speakers take turns, sentence by sentence. */
export async function diarize({ segments }: Transcript, body: JsonObject): Promise<TranscriptionDiarizedSegment[]> {
  const names = await namesOf(body);
  return segments.map(({ text, start, end }, index) => ({
    type: 'transcript.text.segment',
    id: `seg_${String(index + 1).padStart(3, '0')}`,
    start,
    end,
    text,
    speaker: names[index % names.length] ?? 'A',
  }));
}
