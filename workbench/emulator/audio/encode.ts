import { registerAacEncoder } from '@mediabunny/aac-encoder';
import { registerFlacEncoder } from '@mediabunny/flac-encoder';
import { registerMp3Encoder } from '@mediabunny/mp3-encoder';
import {
  AdtsOutputFormat,
  type AudioEncodingConfig,
  AudioSample,
  AudioSampleSource,
  BufferTarget,
  FlacOutputFormat,
  Mp3OutputFormat,
  Output,
  type OutputFormat,
  WavOutputFormat,
} from 'mediabunny';
import { encodeOpus } from './opus';
import type { SpeechFormat } from './speech-formats';
import { sampleRate } from './voice';

const bitrate = 64_000;

registerMp3Encoder();
registerAacEncoder();
registerFlacEncoder();

async function write(samples: Int16Array, format: OutputFormat, encoding: AudioEncodingConfig): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format, target });
  const source = new AudioSampleSource(encoding);
  output.addAudioTrack(source);
  await output.start();
  const sample = new AudioSample({ data: samples, format: 's16', numberOfChannels: 1, sampleRate, timestamp: 0 });
  await source.add(sample);
  sample.close();
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}

/** Samples without any header, the lower byte first. */
function writeBare(samples: Int16Array): Buffer {
  const bytes = Buffer.alloc(samples.length * 2);
  for (const [index, sample] of samples.entries()) bytes.writeInt16LE(sample, index * 2);
  return bytes;
}

const encoders: Record<SpeechFormat, (samples: Int16Array) => Buffer | Promise<Buffer>> = {
  mp3: samples => write(samples, new Mp3OutputFormat(), { codec: 'mp3', bitrate }),
  opus: encodeOpus,
  aac: samples => write(samples, new AdtsOutputFormat(), { codec: 'aac', bitrate }),
  flac: samples => write(samples, new FlacOutputFormat(), { codec: 'flac' }),
  wav: samples => write(samples, new WavOutputFormat(), { codec: 'pcm-s16' }),
  pcm: writeBare,
};

/** An audio file of that format; Opus comes in Ogg, and PCM is bare samples at 24 kHz. */
export async function encode(samples: Int16Array, format: SpeechFormat): Promise<Buffer> {
  return encoders[format](samples);
}
