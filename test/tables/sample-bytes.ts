/** Small files of each kind, byte by byte: what a program of another version writes may have other lengths. */

const from = (base64: string): Buffer => Buffer.from(base64, 'base64');
const text = (content: string): Buffer => Buffer.from(content, 'latin1');
const padded = (start: Buffer, length = 64): Buffer => Buffer.concat([start, Buffer.alloc(length)]);

/** All pictures are 4 by 2 pixels, as they are stored. */
export const pictures: Record<string, Buffer> = {
  png: from(
    'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAIAAADwyuo0AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEElEQVQImWM4IScHRwzIHABvCggh6kTf5AAAAABJRU5ErkJggg=='
  ),
  'png with alpha': from(
    'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAYAAAB/qH1jAAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAEUlEQVQImWM4ISfXgIwZ0AUA0aIMIUW6LtIAAAAASUVORK5CYII='
  ),
  'png with palette': from(
    'iVBORw0KGgoAAAANSUhEUgAAAAQAAAACCAMAAABIdo1RAAAAA1BMVEXIHh4WiPieAAAAAXRSTlOArV5bRgAAAAlwSFlzAAAD6AAAA+gBtXtSawAAAAtJREFUCJljYIABAAAKAAFni+3pAAAAAElFTkSuQmCC'
  ),
  jpeg: from(
    '/9j/2wBDACgcHiMeGSgjISMtKygwPGRBPDc3PHtYXUlkkYCZlo+AjIqgtObDoKrarYqMyP/L2u71////m8H////6/+b9//j/2wBDASstLTw1PHZBQXb4pYyl+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj4+Pj/wAARCAACAAQDASIAAhEBAxEB/8QAFQABAQAAAAAAAAAAAAAAAAAAAAT/xAAUEAEAAAAAAAAAAAAAAAAAAAAA/8QAFQEBAQAAAAAAAAAAAAAAAAAAAwX/xAAUEQEAAAAAAAAAAAAAAAAAAAAA/9oADAMBAAIRAxEAPwCYASg//9k='
  ),
  webp: from('UklGRjQAAABXRUJQVlA4ICgAAABwAQCdASoEAAIABUB8JaACdAFAAAD+54v6qOxyc//BBfxBfxBWAAAA'),
  gif: from('R0lGODlhBAACAIAAAExpccgeHiH5BAUAAAAALAAAAAAEAAIAAAIDjG8FADs='),
  svg: text('<svg xmlns="http://www.w3.org/2000/svg" width="4" height="2"><circle r="1"/></svg>'),
  bmp: padded(text('BM\x46\0\0\0\0\0\0\0\x36\0\0\0\x28\0\0\0\x04\0\0\0\x02\0\0\0\x01\0\x18\0')),
};

const frame = (kind: number, rates: number, length: number) =>
  Buffer.concat([Buffer.from([0xff, kind, rates, 0]), Buffer.alloc(length - 4)]);

export const others: Record<string, Buffer> = {
  wav: padded(text('RIFF\x44\0\0\0WAVEfmt \x10\0\0\0\x01\0\x01\0\x40\x1f\0\0\x40\x1f\0\0\x01\0\x08\0data\x20\0\0\0')),
  mp3: Buffer.concat([frame(0xfb, 0x90, 417), frame(0xfb, 0x90, 417)]),
  'mp3 with a tag': Buffer.concat([text('ID3\x04\0\0\0\0\0\x05'), Buffer.alloc(5), frame(0xfb, 0x90, 417)]),
  flac: padded(text('fLaC\0\0\0\x22')),
  ogg: padded(text('OggS\0\x02\0\0\0\0\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\x01\x13OpusHead\x01')),
  m4a: padded(text('\0\0\0\x18ftypM4A \0\0\0\0isommp42')),
  mp4: padded(text('\0\0\0\x18ftypisom\0\0\0\0isommp42')),
  webm: padded(
    Buffer.from(
      '1a45dfa39f4286810142f7810142f2810442f381084282847765626d42878104428581021853806701ffffffffffffff',
      'hex'
    )
  ),
  zip: padded(text('PK\x03\x04\x14\0\0\0\0\0')),
  'older office document': padded(Buffer.from('d0cf11e0a1b11ae1', 'hex'), 512),
  pdf: text('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  'pdf behind spaces': text(' \n\xef\xbb\xbf%PDF-1.4\n%%EOF'),
  rtf: text('{\\rtf1\\ansi Zinc}'),
  text: text('Zinc is grey.'),
  'text in UTF-16': Buffer.from('Zinc is grey.', 'utf16le'),
  'text in Windows-1252': text('Zinc is gr\xfcn, 5 \x80.'),
  page: text('<!doctype html><html><title>Zinc</title></html>'),
  json: text('{"zinc":30}'),
  jsonl: text('{"zinc":30}\n{"tin":50}\n'),
  xml: text('<?xml version="1.0"?><zinc/>'),
  csv: text('name,number\nzinc,30\n'),
  noise: Buffer.from([200, 1, 2, 3, 255, 254, 0, 7, 9, 1, 1, 1]),
  nothing: Buffer.alloc(0),
};
