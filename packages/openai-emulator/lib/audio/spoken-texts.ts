/** What the emulator has said, so that it understands itself. */
export interface SpokenTexts {
  add(text: string, audio: Buffer): void;
  /** The texts in the order they are heard; undefined where there is none of them in it. */
  recall(audio: Buffer): string | undefined;
}

interface Spoken {
  text: string;
  /** A piece out of the middle of the audio. */
  signature: Buffer;
  /** Bytes that follow from there to the audio's end. */
  rest: number;
}

const mostTexts = 1000;
const signatureLength = 128;

function placesOf(signature: Buffer, audio: Buffer): number[] {
  const places: number[] = [];
  for (let place = audio.indexOf(signature); place >= 0; place = audio.indexOf(signature, place + 1)) {
    places.push(place);
  }
  return places;
}

/**
 * A text is known by a piece out of the middle of its audio, so that it is found again where several files were joined
 * or bare samples got a header.
 */
export function createSpokenTexts(): SpokenTexts {
  const texts = new Map<string, Spoken>();
  return {
    add: (text, audio) => {
      const middle = Math.floor((audio.length - signatureLength) / 2);
      const signature = Buffer.from(audio.subarray(middle, middle + signatureLength));
      texts.set(signature.toString('latin1'), { text, signature, rest: audio.length - middle });
      const [oldest] = texts.keys();
      if (oldest !== undefined && texts.size > mostTexts) texts.delete(oldest);
    },
    recall: audio => {
      const found = [...texts.values()].flatMap(({ text, signature, rest }) =>
        placesOf(signature, audio).map(place => ({ text, place, end: place + rest }))
      );
      const heard: string[] = [];
      let end = 0;
      for (const next of found.sort((first, second) => first.place - second.place)) {
        // The same text said as PCM and as WAV has two middles, a few bytes apart.
        if (next.place < end) continue;
        heard.push(next.text);
        end = next.end;
      }
      return heard.length > 0 ? heard.join(' ') : undefined;
    },
  };
}
