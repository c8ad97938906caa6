/** Walks from block to block, since the value of the end marker may also occur within a block. */
export function readGif(gif: Buffer): { frames: number; isWhole: boolean } {
  const byte = (at: number) => gif[at] ?? 0;
  const colourTableSize = (flags: number) => (flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0);
  let frames = 0;
  let at = 13 + colourTableSize(byte(10));
  for (; at < gif.length && byte(at) !== 0x3b; at += 1) {
    const [isImage, isExtension] = [byte(at) === 0x2c, byte(at) === 0x21];
    if (!isImage && !isExtension) continue;
    if (isImage) frames += 1;
    at += isImage ? 11 + colourTableSize(byte(at + 9)) : 2;
    while (byte(at) > 0) at += byte(at) + 1;
  }
  return { frames, isWhole: at < gif.length };
}
