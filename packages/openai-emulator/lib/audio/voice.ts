import { seedFrom } from '../answers/seed';

/** Samples a second of everything that the emulator says: 16 bits, one channel. */
export const sampleRate = 24_000;

const charactersPerSecond = 15;
const fewestCharacters = 8;
const tableSize = 2048;
const loudness = { letter: 9000, other: 900 };
/** Half tones above the voice's own pitch. */
const melody = [0, 2, 4, 5, 7, 9, 11, 12];

/** One swing of a voice: a ground tone and overtones, whose strength is the voice's colour. */
function shapeOf(voice: string): Float32Array {
  const seed = seedFrom(voice);
  const overtones = [1, 2, 3, 4].map(order => ({ order, strength: ((seed >>> (order * 4)) % 16) / (16 * order) }));
  return Float32Array.from({ length: tableSize }, (_, index) => {
    const angle = (2 * Math.PI * index) / tableSize;
    const sum = overtones.reduce((total, { order, strength }) => total + strength * Math.sin(order * angle), 0);
    return (Math.sin(angle) + sum) / 2;
  });
}

/** Each text a little out of tune in its own way, so that no two of them sound alike anywhere. */
function groundTone(text: string, voice: string, instructions: string): number {
  const lift = instructions ? 1.1 + (seedFrom(instructions) % 40) / 100 : 1;
  return (110 + (seedFrom(voice) % 110)) * (1 + (seedFrom(text) % 4093) / 80_000) * lift;
}

interface Manner {
  voice: string;
  speed: number;
  /** Higher or lower than the voice usually is, by these words. */
  instructions?: string;
}

/**
 * Says a text as a row of tones, one for each character, for as long as a person would need. Spaces are soft.
 * @param speed 1 is usual; 2 takes half the time.
 */
export function speak(text: string, { voice, speed, instructions = '' }: Manner): Int16Array {
  const characters = [...text.padEnd(fewestCharacters)];
  const samplesOfOne = Math.round(sampleRate / (charactersPerSecond * speed));
  const samples = new Int16Array(characters.length * samplesOfOne);
  const shape = shapeOf(voice);
  const ground = groundTone(text, voice, instructions);
  let phase = 0;
  let volume = 0;
  for (const [index, character] of characters.entries()) {
    const halfTones = melody[(character.codePointAt(0) ?? 0) % melody.length] ?? 0;
    const step = (ground * 2 ** (halfTones / 12) * tableSize) / sampleRate;
    const wished = /[\p{L}\p{N}]/u.test(character) ? loudness.letter : loudness.other;
    for (let place = 0; place < samplesOfOne; place += 1) {
      // A gliding volume leaves no clicks.
      volume += (wished - volume) * 0.005;
      phase = (phase + step) % tableSize;
      samples[index * samplesOfOne + place] = (shape[phase | 0] ?? 0) * volume;
    }
  }
  return samples;
}
