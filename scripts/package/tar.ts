const BLOCK = 512;

/**
 * A tar archive in the POSIX format, the same bytes for the same files: sorted by name, without owners, and all of one day.
 * Libraries put in what they find on the disk.
 */
export function writeTar(files: ReadonlyMap<string, Buffer>): Buffer {
  const names = [...files.keys()].toSorted();
  const entries = names.flatMap(name => {
    const content = files.get(name) ?? Buffer.alloc(0);
    return [writeHeader(name, content.length), content, Buffer.alloc((BLOCK - (content.length % BLOCK)) % BLOCK)];
  });
  return Buffer.concat([...entries, Buffer.alloc(2 * BLOCK)]);
}

function writeHeader(name: string, size: number): Buffer {
  if (Buffer.byteLength(name) > 100) throw new Error(`${name} is too long a name for an archive`);
  const header = Buffer.alloc(BLOCK);
  const octal = (value: number, length: number): string => `${value.toString(8).padStart(length - 1, '0')}\0`;
  header.write(name, 0);
  header.write(octal(0o644, 8), 100);
  header.write(octal(0, 8), 108);
  header.write(octal(0, 8), 116);
  header.write(octal(size, 12), 124);
  // 1985-10-26, the day that npm gives the files of its packages; some tools do not take 1970-01-01.
  header.write(octal(499_162_500, 12), 136);
  header.write('        ', 148);
  header.write('0', 156);
  header.write('ustar\x0000', 257);
  const sum = header.reduce((total, byte) => total + byte, 0);
  header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148);
  return header;
}
