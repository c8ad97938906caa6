import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
  AdtsOutputFormat,
  type AudioEncodingConfig,
  AudioSampleSource,
  BufferTarget,
  FlacOutputFormat,
  Mp3OutputFormat,
  Output,
  type OutputFormat,
} from 'mediabunny';
import { createMemory, digestOf } from '../answers/remember';
import { encodeOpus } from './opus';
import type { SpeechFormat } from './speech-formats';
import { SpokenSample } from './spoken-sample';
import { sampleRate } from './voice';

const bitrate = 64_000;
const longestKept = 60 * sampleRate;
const remember = createMemory();

registerMp3Encoder();
registerAacEncoder();
registerFlacEncoder();

async function write(samples: Int16Array, format: OutputFormat, encoding: AudioEncodingConfig): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new AudioSampleSource(encoding);
  output.addAudioTrack(source);
  await output.start();
  const sample = new SpokenSample(samples);
  await source.add(sample);
  sample.close();
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** Samples without any header, the lower byte first. */
function writeBare(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (let place = 0; place < samples.length; place += 1) bytes.writeInt16LE(samples[place] ?? 0, place * 2);
  return bytes;
}

const wavHeaderLength = 44;

function writeWav(samples: Int16Array): Buffer {
  const bytes = writeBare(samples);
  const header = Buffer.alloc(wavHeaderLength);
  header.write('RIFF', 0, 'latin1');
  header.writeUInt32LE(wavHeaderLength - 8 + bytes.length, 4);
  header.write('WAVEfmt ', 8, 'latin1');
  header.writeUInt32LE(16, 16);
  // Uncompressed, one channel.
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(sampleRate, 24);
  header.writeUInt32LE(sampleRate * 2, 28);
  header.writeUInt16LE(2, 32);
  header.writeUInt16LE(16, 34);
  header.write('data', 36, 'latin1');
  header.writeUInt32LE(bytes.length, 40);
  return Buffer.concat([header, bytes]);
}

const encoders: Record<SpeechFormat, (samples: Int16Array) => Buffer | Promise<Buffer>> = {
  mp3: samples => write(samples, new Mp3OutputFormat(), { codec: 'mp3', bitrate }),
  opus: encodeOpus,
  aac: samples => write(samples, new AdtsOutputFormat(), { codec: 'aac', bitrate }),
  flac: samples => write(samples, new FlacOutputFormat(), { codec: 'flac' }),
  wav: writeWav,
  pcm: writeBare,
};

/** An audio file of that format; Opus comes in Ogg, and PCM is bare samples at 24 kHz. */
export async function encode(samples: Int16Array, format: SpeechFormat): Promise<Buffer> {
  const make = async () => encoders[format](samples);
  // Each encoder starts a thread and compiles its code there, which takes longer than a short text.
  if (samples.length > longestKept) return make();
  return remember(`${format} ${digestOf(samples)}`, make);
}
