/** The bit rates of MPEG Layer III in kbit/s, by their index in the frame header. */
const BITRATES = {
  mpeg1: [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320],
  later: [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160],
};
const SAMPLE_RATES = [44_100, 48_000, 32_000];

/**
 * Joins MP3 files, without their tags and the frames that state the length of a single file: players would rely on those
 * of the first part.
 */
export function joinMp3(parts: Buffer[]): Buffer {
  return Buffer.concat(parts.map(readFrames));
}

function readFrames(file: Buffer): Buffer {
  const hasTrailingTag = file.toString('latin1', file.length - 128, file.length - 125) === 'TAG';
  const frames = file.subarray(measureTag(file), hasTrailingTag ? file.length - 128 : file.length);
  const first = frames.subarray(0, measureFrame(frames));
  // These words mark a frame without sound; their position depends on the number of channels.
  const statesLength = /Xing|Info|VBRI/.test(first.toString('latin1', 0, 44));
  return statesLength ? frames.subarray(first.length) : frames;
}

/** The length of the leading ID3 tag, stated in four bytes of seven bits each. */
export function measureTag(file: Buffer): number {
  if (file.length < 10 || file.toString('latin1', 0, 3) !== 'ID3') return 0;
  const [a = 0, b = 0, c = 0, d = 0] = file.subarray(6, 10);
  const hasFooter = ((file[5] ?? 0) & 0x10) !== 0;
  return 10 + a * 2 ** 21 + b * 2 ** 14 + c * 2 ** 7 + d + (hasFooter ? 10 : 0);
}

/** The length of the first frame; 0 if the data does not start with one. */
function measureFrame(frames: Buffer): number {
  const [sync = 0, kind = 0, rates = 0] = frames;
  if (sync !== 0xff || (kind & 0xe6) !== 0xe2) return 0;
  const version = (kind >> 3) & 3;
  const isFirst = version === 3;
  const bitrate = (isFirst ? BITRATES.mpeg1 : BITRATES.later)[rates >> 4] ?? 0;
  // MPEG 2 halves the sample rates, and MPEG 2.5 halves them again.
  const sampleRate = (SAMPLE_RATES[(rates >> 2) & 3] ?? 0) / (isFirst ? 1 : version === 2 ? 2 : 4);
  if (bitrate === 0 || sampleRate === 0) return 0;
  return Math.floor(((isFirst ? 144 : 72) * bitrate * 1000) / sampleRate) + ((rates >> 1) & 1);
}
