import { setImmediate } from 'node:timers/promises';
import { BufferTarget, EncodedAudioPacketSource, EncodedPacket, OggOutputFormat, Output } from 'mediabunny';
import OpusScript from 'opusscript';
import { sampleRate } from './voice';

const secondsOfFrame = 0.06;
const samplesOfFrame = sampleRate * secondsOfFrame;
/** Opus counts its samples at this rate, whatever the rate of what went in. */
const opusRate = 48_000;
/** What the encoder looks ahead, which players leave out. */
const samplesSkipped = 312;
const framesAtOnce = 100;

/** The head that RFC 7845 puts before the first packet. */
function writeHead(): Buffer {
  const head = Buffer.alloc(19);
  head.write('OpusHead', 'latin1');
  head.writeUInt8(1, 8);
  head.writeUInt8(1, 9);
  head.writeUInt16LE(samplesSkipped, 10);
  head.writeUInt32LE(sampleRate, 12);
  return head;
}

function frameAt(samples: Int16Array, start: number): Buffer {
  const frame = Buffer.alloc(samplesOfFrame * 2);
  for (const [index, sample] of samples.subarray(start, start + samplesOfFrame).entries()) {
    frame.writeInt16LE(sample, index * 2);
  }
  return frame;
}

/** An Ogg file with Opus in it. */
export async function encodeOpus(samples: Int16Array): Promise<Buffer> {
  const target = new BufferTarget();
  const output = new Output({ format: new OggOutputFormat(), target });
  const source = new EncodedAudioPacketSource('opus');
  output.addAudioTrack(source);
  await output.start();
  const decoderConfig = { codec: 'opus', numberOfChannels: 1, sampleRate: opusRate, description: writeHead() };
  const encoder = new OpusScript(sampleRate, 1, OpusScript.Application.AUDIO);
  try {
    for (let frame = 0; frame * samplesOfFrame < samples.length; frame += 1) {
      const bytes = encoder.encode(frameAt(samples, frame * samplesOfFrame), samplesOfFrame);
      const packet = new EncodedPacket(new Uint8Array(bytes), 'key', frame * secondsOfFrame, secondsOfFrame);
      await source.add(packet, frame === 0 ? { decoderConfig } : undefined);
      // A long text would otherwise keep the server from everybody else.
      if (frame % framesAtOnce === framesAtOnce - 1) await setImmediate();
    }
  } finally {
    encoder.delete();
  }
  await output.finalize();
  return Buffer.from(target.buffer ?? new ArrayBuffer(0));
}
