import { ALL_FORMATS, BufferSource, Input } from 'mediabunny';

/** How many seconds of audio a file holds; NaN where it holds none that can be read. */
export async function measure(bytes: Buffer): Promise<number> {
  const input = new Input({ formats: ALL_FORMATS, source: new BufferSource(bytes) });
  try {
    return (await input.getPrimaryAudioTrack()) ? await input.computeDuration() : Number.NaN;
  } catch {
    return Number.NaN;
  } finally {
    input.dispose();
  }
}
