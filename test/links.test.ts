import {
  type FileServer,
  give,
  redirectTo,
  redSquare,
  startFileServer,
  type WatchedNetwork,
  watchNetwork,
} from './support/file-server';
import { startPlugin, type TestPlugin } from './support/plugin';

/** An address of the public internet that leads to `open` below, and one that leads nowhere. */
const PUBLIC = '93.184.216.34';
const ELSEWHERE = '151.101.1.69';

let plugin: TestPlugin;
/** Stands where a link must not lead. */
let target: FileServer;
/** Stands for a public server. */
let open: FileServer;
let network: WatchedNetwork;

beforeAll(async () => {
  plugin = await startPlugin();
  target = await startFileServer();
  open = await startFileServer();
  network = await watchNetwork({
    ignoredPorts: [Number(new URL(plugin.emulator.baseUrl).port)],
    routes: { [PUBLIC]: open.port },
    names: {
      'open.example': [[PUBLIC]],
      'elsewhere.example': [[ELSEWHERE]],
      localhost: [['127.0.0.1', '::1']],
      'localhost.': [['127.0.0.1']],
      'app.localhost': [['127.0.0.1']],
      'localhost.localdomain': [['127.0.0.1']],
      'ip6-localhost': [['::1']],
      'loop.example': [['127.0.0.1']],
      'loop6.example': [['::1']],
      'mapped.example': [['::ffff:127.0.0.1']],
      'mapped-hex.example': [['::ffff:7f00:1']],
      'nat64.example': [['64:ff9b::7f00:1']],
      'scoped.example': [['fe80::1%lo']],
      'zero.example': [['0.0.0.0']],
      'intranet.example': [['10.0.0.7']],
      'metadata.google.internal': [['169.254.169.254']],
      'one-of-two.example': [[PUBLIC, '127.0.0.1']],
      'other-of-two.example': [['::1', PUBLIC]],
      'two-families.example': [['2606:2800:220:1:248:1893:25c8:1946', '::ffff:10.0.0.1']],
    },
  });
  for (const server of [target, open]) server.answer('/cat.png', give(redSquare));
});
afterEach(() => {
  plugin.endTest();
  for (const watched of [network, target, open]) watched.forget();
});
afterAll(async () => {
  network.restore();
  await Promise.all([plugin.stop(), target.stop(), open.stop()]);
});

const edit = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Make it blue' };

const isPrivate = /^image 1 could not be downloaded: it points to a private address$/;
const isNoWeb = /^image 1 could not be downloaded: only http and https links are supported$/;
const hasCredentials = /^image 1 could not be downloaded: it contains a user name or password$/;
const isNoUrl = /^image 1 could not be downloaded: it is not a valid URL$/;
const isNothing = /^image 1 is not a valid link, data URL, base64 string or file id$/;
const isUnknown = /^image 1 could not be downloaded: .*(ENOTFOUND|not be found|no such)/;
/** The words are left to the plugin, the error codes of its libraries are none. */
const isPlain = /^image 1 could not be downloaded: (?!.*ERR_)[a-z ]+/;

/** Where `PORT` is in a link, the target listens: a link that passed would reach it. */
const at = (link: string) => link.replaceAll('PORT', String(target.port));

const hostileLinks: [string, string, RegExp][] = [
  ['a loopback address', 'http://127.0.0.1:PORT/cat.png', isPrivate],
  ['another loopback address', 'http://127.8.9.10:PORT/cat.png', isPrivate],
  ['a decimal address', 'http://2130706433:PORT/cat.png', isPrivate],
  ['an octal address', 'http://0177.0.0.01:PORT/cat.png', isPrivate],
  ['an octal address in one number', 'http://017700000001:PORT/cat.png', isPrivate],
  ['a hexadecimal address', 'http://0x7f000001:PORT/cat.png', isPrivate],
  ['a hexadecimal address with dots', 'http://0x7f.0x0.0x0.0x1:PORT/cat.png', isPrivate],
  ['a short address', 'http://127.1:PORT/cat.png', isPrivate],
  ['a short address of three parts', 'http://127.0.1:PORT/cat.png', isPrivate],
  ['a mixed address', 'http://0x7f.1:PORT/cat.png', isPrivate],
  ['an address with a dot behind it', 'http://127.0.0.1.:PORT/cat.png', isPrivate],
  ['an address that overflows', 'http://4294967297:PORT/cat.png', isNoUrl],
  ['the address of nothing', 'http://0.0.0.0:PORT/cat.png', isPrivate],
  ['the address of nothing, short', 'http://0:PORT/cat.png', isPrivate],
  ['fullwidth digits', 'http://１２７.０.０.１:PORT/cat.png', isPrivate],
  ['circled digits', 'http://①②⑦.⓪.⓪.①:PORT/cat.png', isPrivate],
  ['ideographic dots', 'http://127。0。0。1:PORT/cat.png', isPrivate],
  ['percent-encoded digits', 'http://%31%32%37.0.0.1:PORT/cat.png', isPrivate],
  ['a tab in the address', 'http://127.0.\t0.1:PORT/cat.png', isPrivate],
  ['a line break in the address', 'http://127.0.\n0.1:PORT/cat.png', isPrivate],
  ['capital letters', 'HTTP://LOCALHOST:PORT/cat.png', isPrivate],
  ['IPv6 loopback', 'http://[::1]:PORT/cat.png', isPrivate],
  ['IPv6 loopback in full', 'http://[0:0:0:0:0:0:0:1]:PORT/cat.png', isPrivate],
  ['IPv6 loopback with a scope', 'http://[::1%25lo]:PORT/cat.png', isNoUrl],
  ['the IPv6 address of nothing', 'http://[::]:PORT/cat.png', isPrivate],
  ['mapped IPv6', 'http://[::ffff:127.0.0.1]:PORT/cat.png', isPrivate],
  ['mapped IPv6 in hexadecimal', 'http://[::ffff:7f00:1]:PORT/cat.png', isPrivate],
  ['compatible IPv6', 'http://[::127.0.0.1]:PORT/cat.png', isPrivate],
  ['translated IPv6', 'http://[::ffff:0:127.0.0.1]:PORT/cat.png', isPrivate],
  ['NAT64', 'http://[64:ff9b::7f00:1]:PORT/cat.png', isPrivate],
  ['local NAT64', 'http://[64:ff9b:1::7f00:1]:PORT/cat.png', isPrivate],
  ['6to4', 'http://[2002:7f00:1::]:PORT/cat.png', isPrivate],
  ['Teredo', 'http://[2001:0:7f00:1::]:PORT/cat.png', isPrivate],
  ['IPv6 for documentation', 'http://[2001:db8::1]:PORT/cat.png', isPrivate],
  ['link-local IPv6', 'http://[fe80::1]:PORT/cat.png', isPrivate],
  ['unique local IPv6', 'http://[fd12:3456:789a::1]:PORT/cat.png', isPrivate],
  ['the metadata service by IPv6', 'http://[fd00:ec2::254]/latest/meta-data/', isPrivate],
  ['site-local IPv6', 'http://[fec0::1]/cat.png', isPrivate],
  ['multicast IPv6', 'http://[ff02::1]/cat.png', isPrivate],
  ['multicast', 'http://224.0.0.1/cat.png', isPrivate],
  ['broadcast', 'http://255.255.255.255/cat.png', isPrivate],
  ['the metadata service', 'http://169.254.169.254/latest/meta-data/', isPrivate],
  ['the metadata service in decimal', 'http://2852039166/latest/meta-data/', isPrivate],
  ['a carrier address', 'http://100.64.0.1/cat.png', isPrivate],
  ['192.168/16', 'https://192.168.1.1/cat.png', isPrivate],
  ['10/8', 'https://10.1.2.3/cat.png', isPrivate],
  ['172.16/12', 'https://172.31.255.254/cat.png', isPrivate],
  ['addresses for measuring', 'http://198.19.0.1/cat.png', isPrivate],
  ['addresses for documentation', 'http://203.0.113.5/cat.png', isPrivate],
  ['reserved addresses', 'http://250.1.2.3/cat.png', isPrivate],
  ['localhost', 'http://localhost:PORT/cat.png', isPrivate],
  ['localhost with a dot behind it', 'http://localhost.:PORT/cat.png', isPrivate],
  ['a name under localhost', 'http://app.localhost:PORT/cat.png', isPrivate],
  ['localhost with its domain', 'http://localhost.localdomain:PORT/cat.png', isPrivate],
  ['localhost of IPv6', 'http://ip6-localhost:PORT/cat.png', isPrivate],
  ['a circled letter', 'http://ⓛocalhost:PORT/cat.png', isPrivate],
  ['a name for 127.0.0.1', 'http://loop.example:PORT/cat.png', isPrivate],
  ['a name for ::1', 'http://loop6.example:PORT/cat.png', isPrivate],
  ['a name for a mapped address', 'http://mapped.example:PORT/cat.png', isPrivate],
  ['a name for a mapped address in hexadecimal', 'http://mapped-hex.example:PORT/cat.png', isPrivate],
  ['a name for a NAT64 address', 'http://nat64.example:PORT/cat.png', isPrivate],
  ['a name for an address with a scope', 'http://scoped.example:PORT/cat.png', isPrivate],
  ['a name for 0.0.0.0', 'http://zero.example:PORT/cat.png', isPrivate],
  ['a name for 10.0.0.7', 'https://intranet.example/cat.png', isPrivate],
  ['the name of a metadata service', 'http://metadata.google.internal/computeMetadata/v1/', isPrivate],
  ['a name for a public and a private address', 'http://one-of-two.example:PORT/cat.png', isPrivate],
  ['a name for a private and a public address', 'http://other-of-two.example:PORT/cat.png', isPrivate],
  ['a name whose IPv6 is public, and its IPv4 mapped', 'http://two-families.example/cat.png', isPrivate],
  ['a name that nobody knows', 'http://absent.example:PORT/cat.png', isUnknown],
  ['a name as user', 'http://open.example@127.0.0.1:PORT/cat.png', hasCredentials],
  ['a name and a port as user and password', 'http://open.example:80@127.0.0.1:PORT/cat.png', hasCredentials],
  ['a user of a public server', 'http://user:word@open.example/cat.png', hasCredentials],
  ['an encoded at sign', 'http://open.example%40127.0.0.1:PORT/cat.png', isNoUrl],
  ['a backslash before an at sign', 'http://127.0.0.1:PORT\\@open.example/cat.png', isPrivate],
  ['a hash before an at sign', 'http://127.0.0.1:PORT#@open.example/cat.png', isPrivate],
  ['a null character', 'http://127.0.0.1%00.open.example:PORT/cat.png', isNoUrl],
  ['backslashes', 'http:\\\\127.0.0.1:PORT\\cat.png', isNothing],
  ['one slash', 'http:/127.0.0.1:PORT/cat.png', isNothing],
  ['no slash', 'http:127.0.0.1:PORT/cat.png', isNothing],
  ['three slashes', 'http:///127.0.0.1:PORT/cat.png', isPrivate],
  ['no scheme', '//127.0.0.1:PORT/cat.png', isNothing],
  ['a tab in the scheme', 'ht\ttp://127.0.0.1:PORT/cat.png', isNothing],
  ['a port out of range', 'http://127.0.0.1:65536/cat.png', isNoUrl],
  ['a local file', 'file:///etc/passwd', isNoWeb],
  ['a local file on a host', 'file://127.0.0.1/etc/passwd', isNoWeb],
  ['a local file without slashes', 'file:/etc/passwd', isNothing],
  ['gopher', 'gopher://127.0.0.1:PORT/_GET%20/cat.png', isNoWeb],
  ['ftp', 'ftp://127.0.0.1:PORT/cat.png', isNoWeb],
  ['dict', 'dict://127.0.0.1:PORT/d:cat', isNoWeb],
  ['a web socket', 'ws://127.0.0.1:PORT/cat.png', isNoWeb],
  ['a blob', 'blob:http://127.0.0.1:PORT/cat', isNothing],
  ['a script', 'javascript:fetch(1)', isNothing],
  ['a local socket', 'http://unix:/var/run/docker.sock:/containers/json', isPlain],
  ['a local socket by its scheme', 'unix:///var/run/docker.sock', isNoWeb],
  ['a very long name', `http://${'a'.repeat(100_000)}.example/cat.png`, isUnknown],
];

describe('hostile links', () => {
  it.each(hostileLinks)('never follows %s [row 74]', async (_, link, reason) => {
    const { message, description, data } = await plugin.refusal({ ...edit, image: at(link) });
    expect(message).toBe('Could not edit the image');
    expect(data.problems).toEqual([{ field: 'image', message: expect.stringMatching(reason) }]);
    expect(description).toBe(data.problems[0]?.message);
    expect(network.attempts).toEqual([]);
    expect(target.connections).toEqual([]);
  });

  it('are more than forty', () => expect(hostileLinks.length).toBeGreaterThan(40));

  it.each([
    'a decimal address',
    'an octal address',
    'a hexadecimal address',
    'a short address',
    'fullwidth digits',
    'IPv6 loopback',
    'localhost',
    'a name for 127.0.0.1',
  ])('would follow it where private networks are allowed: %s', async name => {
    const [, link = ''] = hostileLinks.find(([what]) => what === name) ?? [];
    const source = { ...plugin.source, allowPrivateNetwork: true };
    await plugin.run({ ...edit, image: at(link) }, source).catch(() => undefined);
    expect(network.attempts).toContainEqual(expect.stringMatching(/^(127\.0\.0\.1|::1):/));
    expect(network.attempts[0]?.endsWith(`:${target.port}`)).toBe(true);
  });
});

const hostileRedirects: [string, string, RegExp][] = [
  ['a loopback address', 'http://127.0.0.1:PORT/cat.png', isPrivate],
  ['a decimal address', 'http://2130706433:PORT/cat.png', isPrivate],
  ['mapped IPv6', 'http://[::ffff:7f00:1]:PORT/cat.png', isPrivate],
  ['the metadata service', 'http://169.254.169.254/latest/meta-data/', isPrivate],
  ['a name for 127.0.0.1', 'http://loop.example:PORT/cat.png', isPrivate],
  ['localhost without a scheme', '//localhost:PORT/cat.png', isPrivate],
  ['backslashes', '\\\\127.0.0.1:PORT\\cat.png', isPrivate],
  ['a user name', 'http://open.example@127.0.0.1:PORT/cat.png', hasCredentials],
  ['a local file', 'file:///etc/passwd', isNoWeb],
  ['gopher', 'gopher://127.0.0.1:PORT/_GET', isNoWeb],
  ['ftp', 'ftp://127.0.0.1:PORT/cat.png', isNoWeb],
  ['a data URL', 'data:image/png;base64,iVBORw0KGgo=', isNoWeb],
  ['a script', 'javascript:fetch(1)', isNoWeb],
  ['a local socket', 'http://unix:/var/run/docker.sock:/containers/json', isPlain],
  ['what is no URL', 'http://[', isPlain],
];

describe('hostile redirects of a public server', () => {
  it.each(hostileRedirects)('never follows one to %s [row 74]', async (_, location, reason) => {
    for (const status of [301, 302, 303, 307, 308]) {
      open.answer('/moved.png', redirectTo(at(location), status));
      const { data } = await plugin.refusal({ ...edit, image: 'http://open.example/moved.png' });
      expect(data.problems).toEqual([{ field: 'image', message: expect.stringMatching(reason) }]);
    }
    expect(open.requests).toEqual(Array(5).fill('/moved.png'));
    expect(network.attempts).toEqual(Array(5).fill(`${PUBLIC}:80`));
    expect(target.connections).toEqual([]);
  });

  it('never follows the last of several [row 74]', async () => {
    open.answer('/1', redirectTo('/2'));
    open.answer('/2', redirectTo('http://open.example/3'));
    open.answer('/3', redirectTo(`http://127.0.0.1:${target.port}/cat.png`));
    const { data } = await plugin.refusal({ ...edit, image: 'http://open.example/1' });
    expect(data.problems[0]?.message).toMatch(isPrivate);
    expect(open.requests).toEqual(['/1', '/2', '/3']);
    expect(target.connections).toEqual([]);
  });
});
