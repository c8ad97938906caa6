import { randomBytes } from 'node:crypto';
import { decodeText } from '../../plugins/openai/lib/transport/decode-text';
import { type EventLog, readEvents } from '../../plugins/openai/lib/transport/events';
import { Form, toForm, Upload } from '../../plugins/openai/lib/transport/form';
import { parseJson } from '../../plugins/openai/lib/transport/large-json';
import { keepLargeTexts } from '../../plugins/openai/lib/transport/large-texts';
import type { OutgoingBody } from '../../plugins/openai/lib/transport/send';
import { group, Page, plainText, show } from './lines';

/** What bodies are written as, and what is read of them, split anywhere and at each size from which they are treated otherwise. */

expect.addSnapshotSerializer(plainText);

async function readAll(pieces: Uint8Array[]): Promise<string> {
  const log: EventLog = { isClosed: false, unread: 0 };
  const events: object[] = [];
  const tell = (end: string) =>
    `${show(events)}${log.isClosed ? ', over' : ''}${log.unread > 0 ? `, ${log.unread} unread` : ''}${end}`;
  try {
    const body = (async function* () {
      yield* pieces;
    })();
    for await (const together of readEvents(body, log)) events.push(...together);
    return tell('');
  } catch (error) {
    return tell(`, ${error instanceof Error ? `${error.message} ${show(Reflect.get(error, 'body'))}` : error}`);
  }
}

const streams: Record<string, string> = {
  nothing: '',
  'a blank line': '\n\n',
  plain: 'data: {"a":"ü€😀"}\n\ndata: {"b":2}\n\n',
  'with CRLF': 'data: {"a":1}\r\n\r\ndata: {"b":2}\r\n\r\n',
  'with CR': 'data: {"a":1}\r\rdata: {"b":2}\r\r',
  'no blank between': 'data:{"a":1}\n\ndata:{"b":2}',
  'two lines of data': 'data: {"a":\ndata: 1}\n\n',
  'a comment, a name, an id': ': hi\nevent: zinc\nid: 7\nretry: 10\ndata: {"a":1}\n\n',
  'a byte order mark': '\uFEFFdata: {"a":1}\n\n',
  done: 'data: {"a":1}\n\ndata: [DONE]\n\ndata: {"b":2}\n\n',
  'done with blanks': 'data:  [DONE] \n\n',
  'done, cut': 'data: {"a":1}\n\ndata: [DONE]',
  'no JSON': 'data: {"a":1}\n\ndata: zinc\n\ndata: {"b":\n\ndata: 7\n\ndata: []\n\ndata: null\n\ndata: \n\n',
  'an error': 'data: {"a":1}\n\ndata: {"error":{"message":"No","code":"x"}}\n\ndata: {"b":2}\n\n',
  'an error as text': 'data: {"error":"No"}\n\n',
  'no error': 'data: {"error":null}\n\ndata: {"error":""}\n\ndata: {"error":7}\n\n',
  'an error by its name': 'event: error\ndata: {"message":"No"}\n\n',
  'an error by its name, no JSON': 'event: error\ndata: No\n\n',
  'an error by type': 'data: {"type":"error","message":"No"}\n\n',
  'an error by object': 'data: {"object":"error","message":"No"}\n\n',
  'no field': 'zinc\n\ndata: {"a":1}\n\n',
};

it('event streams, split in two at each byte, and byte by byte', async () => {
  const lines: string[] = [];
  for (const [name, text] of Object.entries(streams)) {
    const bytes = Buffer.from(text);
    const told: [string, string][] = [['whole', await readAll([bytes])]];
    for (let at = 1; at < bytes.length; at += 1)
      told.push([String(at), await readAll([bytes.subarray(0, at), bytes.subarray(at)])]);
    told.push(['bytes', await readAll([...bytes].map(byte => Buffer.of(byte)))]);
    const grouped = group(told);
    lines.push(
      grouped.length === 1 ? `${name} -> ${told[0]?.[1]}` : `${name}, by where it is split:\n  ${grouped.join('\n  ')}`
    );
  }
  expect(new Page(lines)).toMatchSnapshot();
});

const LARGE = 262_144;
const letters = (length: number, letter = 'a') => letter.repeat(length);

it('large events, by their length, their ends and where they are split', async () => {
  const told: [string, string][] = [];
  for (const more of [-13, -12, -1, 0, 1, 65_536]) {
    for (const [name, end] of Object.entries({ LF: '\n', CRLF: '\r\n', CR: '\r' })) {
      const line = (letter: string) => `data: {"i":"${letters(LARGE + more, letter)}","n":1}`;
      const bytes = Buffer.from(
        ['event: x', line('a'), '', 'data: {"small":1}', '', line('b'), '', 'data: [1,', 'data: 2]', '', ''].join(end)
      );
      for (const at of [0, 1, 10, 20, LARGE, LARGE + 70, bytes.length - 30, bytes.length])
        told.push([`${more} ${name} ${at}`, await readAll([bytes.subarray(0, at), bytes.subarray(at)])]);
    }
  }
  const two = `data: {"a":\ndata: "${letters(LARGE)}"}\n\ndata: ${letters(LARGE)}\n\ndata: {"b":1}\n\n`;
  told.push(['a large line and a small one, and no JSON', await readAll([Buffer.from(two)])]);
  told.push(['a large name', await readAll([Buffer.from(`event: ${letters(LARGE)}\ndata: {"a":1}\n\n`)])]);
  told.push(['an end without a line', await readAll([Buffer.from(`data: {"a":"${letters(LARGE)}"}`)])]);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('large JSON is read as JSON.parse does', () => {
  const told: [string, string][] = [];
  const texts: Record<string, (text: string) => string> = {
    'the whole': text => `"${text}"`,
    'a value': text => `{"a":"${text}","b":[1,{"c":null}]}`,
    'in a list': text => `[["${text}"],"${text}",true]`,
    'a name': text => `{"${text}":1}`,
    'a name with a blank': text => `{"${text}" :1,"${text}b"\n\t: 2}`,
    'a name with other blanks': text => `{"${text}"\t:1,"${text}b"\r\n:2,"c":"${text}"\r}`,
    'behind escapes': text => `{"a\\"\\\\":"\\\\","b":"${text}","c":"\\"${text}"}`,
    'with an escape': text => `{"a":"${text}\\n"}`,
    'with an escaped quote': text => `{"a":"${text}\\"","b":"\\\\\\""}`,
    'with an escaped backslash': text => `{"a":"${text}\\\\","b":1}`,
    'with letters beyond ASCII': text => `{"a":"${text}ü😀"}`,
    'below __proto__': text => `{"__proto__":{"a":"${text}"},"b":"${text}"}`,
    'as __proto__': text => `{"__proto__":"${text}"}`,
    'behind a mark': text => `\uFEFF{"a":"${text}"}`,
    'behind 1,999 texts': text => `[${'"x",'.repeat(1999)}"${text}"]`,
    'behind 2,000 texts': text => `[${'"x",'.repeat(2000)}"${text}"]`,
    'cut in it': text => `{"a":"${text}`,
    'cut after it': text => `{"a":"${text}"`,
    'with a line break, which JSON does not allow': text => `{"a":"${text}\n"}`,
    'with a tab, which JSON does not allow': text => `{"a":"\t${text}"}`,
  };
  const judge = (parse: () => unknown) => {
    try {
      return JSON.stringify(parse());
    } catch (error) {
      return error instanceof SyntaxError ? 'no JSON' : String(error);
    }
  };
  for (const [name, write] of Object.entries(texts)) {
    for (const length of [0, 10, LARGE - 3, LARGE - 1, LARGE, LARGE + 1]) {
      const json = write(letters(length));
      const [own, usual] = [
        judge(() => parseJson(Buffer.from(json))),
        judge(() => JSON.parse(json.replace(/^\uFEFF/, ''))),
      ];
      told.push([`${name}, ${length}`, own === usual ? 'the same' : `${show(own)} in place of ${show(usual)}`]);
    }
  }
  expect(new Page(group(told))).toMatchSnapshot();
});

it('a large JSON that is cut is looked through once', () => {
  const bytes = Buffer.from(`{"a":"${letters(LARGE)}`);
  const looks = jest.spyOn(bytes, 'indexOf');
  expect(() => parseJson(bytes)).toThrow(SyntaxError);
  expect(looks).toHaveBeenCalledTimes(4);
});

it('texts at each size', () => {
  const told = [0, 1, 2, 3, 65_535, 65_536, 65_537].flatMap(length =>
    ['', 'ü', '\uFEFF', '\uFEFF\uFEFF', '\xEF', 'a\uFEFF'].map((start): [string, string] => {
      const text = `${start}${letters(length)}`;
      const read = decodeText(Buffer.from(text));
      return [`${length} ${show(start)}`, read === text ? 'as it is' : `without ${text.length - read.length} of it`];
    })
  );
  const broken = [[0xef], [0xef, 0xbb], [0xef, 0xbb, 0x41], [0xbb, 0xbf], [0xff, 0x41]].map(
    (bytes): [string, string] => [bytes.join(' '), show(decodeText(Buffer.from(bytes)))]
  );
  expect(new Page([...group(told), ...group(broken)])).toMatchSnapshot();
});

const joined = (body: string | OutgoingBody) =>
  typeof body === 'string' ? Buffer.from(body) : Buffer.concat([...body].map(part => Buffer.from(part)));

it('forms, with the length that is stated for them', () => {
  const upload = (name: string, type: string, ...pieces: string[]) =>
    new Upload(name, type, Buffer.byteLength(pieces.join('')), () => pieces.map(piece => Buffer.from(piece)));
  const forms: Record<string, object> = {
    empty: {},
    absent: { a: undefined, b: null, c: [], d: {}, e: [null, undefined] },
    'texts and numbers': { a: 'x', b: 0, c: 1.5, d: false, e: '', f: 1e21 },
    'beyond ASCII': { 'ü😀': 'ü€😀', a: '\uD800' },
    'quotes and line breaks': { 'a"b': '"', 'a\r\nb': '\r\n', 'a\\b': '\\', 'a%22': '%22' },
    lists: { a: ['x', ['y', 'z'], { k: 'v' }] },
    objects: { a: { b: { c: 1 }, 'd"': [true] } },
    files: { file: upload('a.txt', 'text/plain', 'zi', 'nc'), image: [upload('b', '', 'ü'), upload('c', 'image/png')] },
    'names of files': { a: upload('a"b\r\nc\\d ü😀.png', 'image/png', 'x') },
  };
  const told = Object.entries(forms).map(([name, fields]): [string, string] => {
    const form = toForm(fields);
    const [type, boundary = ''] = form.type.split('; boundary=');
    const first = form.toBody();
    const bytes = joined(first);
    const again = joined(form.toBody());
    expect(boundary).toMatch(/^form-[\da-f-]{36}$/);
    expect(again.equals(bytes)).toBe(true);
    return [
      `${name} (${type}, ${first.length === bytes.length ? 'as long as stated' : 'of another length'})`,
      JSON.stringify(bytes.toString().replaceAll(boundary, 'BOUNDARY')),
    ];
  });
  expect(new Form().type).not.toBe(new Form().type);
  expect(new Page(group(told))).toMatchSnapshot();
});

it('large data URLs of a request leave as they are', async () => {
  const million = 1_000_000;
  const noise = randomBytes(750_000).toString('base64');
  const values: Record<string, unknown> = {
    'just too short': `data:${letters(million - 5)}`,
    'just long enough': `data:${letters(million - 4)}`,
    'no data URL': letters(million + 1),
    'of a million and a bit': `data:;base64,${noise}`,
    'beyond ASCII, an emoji across each edge': `data:${letters(million - 6)}😀${letters(million - 2)}😀😀`,
    several: [{ a: `data:1${noise}`, b: ['c', `data:2${noise}`] }, null, 7, `data:1${noise}`],
    views: new Uint8Array([1, 2]),
  };
  const told: [string, string][] = [];
  for (const [name, value] of Object.entries(values)) {
    const kept = keepLargeTexts();
    const tell = (light: unknown) => {
      const json = JSON.stringify(light);
      const body = kept.fill(json);
      const isSame = joined(body).equals(Buffer.from(JSON.stringify({ value })));
      const pieces = typeof body === 'string' ? 1 : [...body].filter(piece => piece.length > 0).length;
      const isLong = typeof body === 'string' || body.length === joined(body).length;
      return `${json.length > 1000 ? 'in it' : 'apart'}, ${pieces} pieces, ${isSame && isLong ? 'the same' : 'OTHER'}`;
    };
    const whole = tell(kept.setAside({ value }));
    const other = keepLargeTexts();
    let after: unknown;
    const lent = await other.lend({ value }, async light => {
      after = light;
      return joined(other.fill(JSON.stringify(light))).equals(Buffer.from(JSON.stringify({ value })));
    });
    const left = other.fill(JSON.stringify(after));
    const bytes = joined(left).length;
    told.push([
      name,
      `${whole}; lent ${lent ? 'the same' : 'OTHER'}, afterwards ${bytes > 1000 ? 'still there' : 'let go'}`,
    ]);
  }
  expect(new Page(group(told))).toMatchSnapshot();
});
