import { encode, type SpeechFormat, sampleRate } from 'openai-emulator/audio';

/** Real sounds, made while a test runs. */

/** A low tone. */
export function hum(seconds: number, format: SpeechFormat = 'wav'): Promise<Buffer> {
  const length = Math.round(seconds * sampleRate);
  return encode(
    Int16Array.from({ length }, (_, index) => 9000 * Math.sin(index / 20)),
    format
  );
}

/** A WAV as servers send it that do not know its length yet. */
export function withoutLength(wav: Buffer): Buffer {
  const sent = Buffer.from(wav);
  sent.writeUInt32LE(0xffffffff, 4);
  sent.writeUInt32LE(0xffffffff, sent.indexOf('data') + 4);
  return sent;
}

const iso = (brand: string) =>
  Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from(`ftyp${brand}\0\0\0\0isommp42`, 'latin1'), Buffer.alloc(200)]);

/** The beginnings of files, by which their kind is known. */
export const beginnings = {
  m4a: iso('M4A '),
  mp4: iso('isom'),
  mov: iso('qt  '),
  webm: Buffer.concat([
    Buffer.from('1a45dfa39f4286810142f7810142f2810442f381084282847765626d', 'hex'),
    Buffer.from('42878104428581021853806701ffffffffffffff', 'hex'),
    Buffer.alloc(200),
  ]),
  mpeg: Buffer.concat([Buffer.from([0, 0, 1, 0xba, 0x44, 0, 4, 0]), Buffer.alloc(200)]),
};

/** Length in seconds of a PCM WAV, as its header tells it. */
export function secondsOf(wav: Buffer): number {
  const data = wav.indexOf('data');
  if (wav.readUInt32LE(4) + 8 !== wav.length) throw new Error('The header tells another length than the file has');
  return wav.readUInt32LE(data + 4) / wav.readUInt32LE(28);
}
