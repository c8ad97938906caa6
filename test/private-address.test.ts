import { isPublicAddress } from '../plugins/openai/lib/files/private-address';
import {
  type FileServer,
  give,
  redSquare,
  startFileServer,
  type WatchedNetwork,
  watchNetwork,
} from './support/file-server';
import { startPlugin, type TestPlugin } from './support/plugin';

describe('addresses of the public internet', () => {
  it.each([
    '8.8.8.8',
    '1.1.1.1',
    '93.184.216.34',
    '100.63.255.255',
    '100.128.0.1',
    '172.15.255.255',
    '172.32.0.1',
    '192.167.255.255',
    '192.169.0.1',
    '198.17.255.255',
    '198.20.0.1',
    '223.255.255.255',
    '2606:2800:220:1:248:1893:25c8:1946',
    '2a00:1450:4001:830::200e',
    '::ffff:8.8.8.8',
  ])('are reached: %s', address => expect(isPublicAddress(address)).toBe(true));
});

describe('addresses of no public internet', () => {
  const ipv4 = [
    ...['0.0.0.0', '0.1.2.3', '10.0.0.0', '10.255.255.255', '100.64.0.0', '100.127.255.255', '127.0.0.1'],
    ...['127.255.255.255', '169.254.0.1', '169.254.169.254', '172.16.0.0', '172.31.255.255', '192.0.0.8', '192.0.2.1'],
    ...['192.88.99.1', '192.168.0.0', '192.168.255.255', '198.18.0.0', '198.19.255.255', '198.51.100.9'],
    ...['203.0.113.7', '224.0.0.0', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  ];
  it.each([...ipv4, ...ipv4.map(address => `::ffff:${address}`)])('are not reached: %s', address =>
    expect(isPublicAddress(address)).toBe(false)
  );

  it.each([
    ...['::', '::1', '0:0:0:0:0:0:0:1', '::127.0.0.1', '::7f00:1', '::ffff:7f00:1', '::ffff:a9fe:a9fe'],
    ...['::ffff:0:127.0.0.1', '64:ff9b::127.0.0.1', '64:ff9b::7f00:1', '64:ff9b::8.8.8.8', '64:ff9b:1::1', '100::1'],
    ...['2001::1', '2001:0:7f00:1::', '2001:2::1', '2001:10::1', '2001:20::1', '2001:db8::1', '2002:7f00:1::'],
    ...['2002:a9fe:a9fe::', '3fff::1', '5f00::1', 'fc00::1', 'fd00:ec2::254', 'fdff::1', 'fe80::1', 'febf::1'],
    ...['fec0::1', 'ff02::1', 'ff05::1:3', '4000::1', 'e000::1'],
  ])('are not reached: %s', address => expect(isPublicAddress(address)).toBe(false));

  it.each(['', 'localhost', '127.0.0.1:80', '[::1]', 'fe80::1%lo', '::1%1', '8.8.8.8/8', '1.2.3.4.5', 'public'])(
    'nor is what is no address: "%s"',
    text => expect(isPublicAddress(text)).toBe(false)
  );
});

/** Leads to the file server. */
const PUBLIC = '93.184.216.34';
const PUBLIC_V6 = '2606:2800:220:1:248:1893:25c8:1946';

let plugin: TestPlugin;
let files: FileServer;
let network: WatchedNetwork;

beforeAll(async () => {
  plugin = await startPlugin();
  files = await startFileServer();
  network = await watchNetwork({
    ignoredPorts: [Number(new URL(plugin.emulator.baseUrl).port)],
    routes: { [PUBLIC]: files.port, [PUBLIC_V6]: files.port },
    names: {
      'open.example': [[PUBLIC]],
      'open6.example': [[PUBLIC_V6]],
      'both.example': [[PUBLIC_V6, PUBLIC]],
      'half-dead.example': [['151.101.1.69', PUBLIC]],
      'rebinding.example': [[PUBLIC], ['127.0.0.1']],
      'turning.example': [['127.0.0.1'], [PUBLIC]],
      'loop.example': [['127.0.0.1']],
      'nowhere.example': [[]],
    },
  });
  files.answer('/cat.png', give(redSquare));
});
afterEach(() => {
  plugin.endTest();
  network.forget();
  files.forget();
});
afterAll(async () => {
  network.restore();
  await Promise.all([plugin.stop(), files.stop()]);
});

const edit = { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Make it blue' };
const isPrivate = 'could not be downloaded: it points to a private address';

describe('names', () => {
  it.each([
    ['IPv4', 'open.example', [`${PUBLIC}:80`]],
    ['IPv6', 'open6.example', [`${PUBLIC_V6}:80`]],
    ['both', 'both.example', [`${PUBLIC_V6}:80`]],
    ['two addresses, of which the first is dead', 'half-dead.example', ['151.101.1.69:80', `${PUBLIC}:80`]],
  ])('of public addresses are followed: %s', async (_, name, attempts) => {
    await plugin.run({ ...edit, image: `http://${name}/cat.png` });
    expect(network.names).toEqual([name]);
    expect(network.attempts).toEqual(attempts);
    expect(files.requests).toEqual(['/cat.png']);
  });

  it('are looked up for every download, and what is connected to is what was found [row 74]', async () => {
    const query = { ...edit, image: 'http://rebinding.example/cat.png' };
    await plugin.run(query);
    const { data } = await plugin.failure(query);
    expect(data.problems).toEqual([{ field: 'image', message: `image 1 ${isPrivate}` }]);
    expect(network.names).toEqual(['rebinding.example', 'rebinding.example']);
    expect(network.attempts).toEqual([`${PUBLIC}:80`]);
    expect(plugin.emulator.requests).toHaveLength(1);
  });

  it('are judged by the look-up that is used, not by one before it [row 74]', async () => {
    await plugin.refusal({ ...edit, image: 'http://turning.example/cat.png' });
    expect(network.names).toEqual(['turning.example']);
    expect(network.attempts).toEqual([]);
  });

  it('that lead nowhere are said to', async () => {
    const { data } = await plugin.refusal({ ...edit, image: 'http://nowhere.example/cat.png' });
    expect(data.problems).toEqual([
      { field: 'image', message: expect.stringMatching(/^image 1 could not be downloaded: the request failed \(/) },
    ]);
    expect(network.attempts).toEqual([]);
  });

  it('with private networks allowed lead anywhere, looked up each time', async () => {
    const query = { ...edit, image: `http://loop.example:${files.port}/cat.png` };
    const source = { ...plugin.source, allowPrivateNetwork: true };
    await plugin.run(query, source);
    await plugin.run(query, source);
    expect(network.names).toEqual(['loop.example', 'loop.example']);
    expect(files.connections).toHaveLength(2);
  });

  it('reach the server as they were given', async () => {
    const hosts: (string | undefined)[] = [];
    files.answer('/host.png', (request, response) => {
      hosts.push(request.headers.host);
      give(redSquare)(request, response);
    });
    await plugin.run({ ...edit, image: 'http://open.example/host.png' });
    expect(hosts).toEqual(['open.example']);
  });
});

describe('wherever a link stands it is checked', () => {
  const link = 'http://127.0.0.1:1/cat.png';
  const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'What is this?', output: 'full' };
  const look = { ...chat, operation: 'image_analysis' };

  it.each<[string, object, string, string]>([
    ['image of image_analysis', { ...look, image: link }, 'image', 'image 1'],
    ['image of image_variation', { operation: 'image_variation', model: 'dall-e-2', image: link }, 'image', 'image 1'],
    [
      'a mask',
      { ...edit, image: `data:image/png;base64,${redSquare.toString('base64')}`, mask: link },
      'mask',
      'mask 1',
    ],
    ['images of chat', { ...chat, images: [link] }, 'images', 'image 1'],
    ['files of chat', { ...chat, files: link }, 'files', 'file 1'],
    ['the second of a list', { ...edit, image: ['file-abc123', link] }, 'image', 'image 2'],
    ['JSON text', { ...edit, image: JSON.stringify([link]) }, 'image', 'image 1'],
    ['an object with a link', { ...edit, image: { url: link, name: 'cat.png' } }, 'image', 'image 1'],
    ['a file picker', { ...edit, image: { dataURL: link } }, 'image', 'image 1'],
    ['a model nobody knows', { ...edit, model: 'other', model_id: 'flux-1', image: link }, 'image', 'image 1'],
    ['a dry run', { ...edit, image: link, dry_run: true }, 'image', 'image 1'],
  ])('%s [row 74]', async (_, query, field, called) => {
    const { data } = await plugin.refusal({ ...query });
    expect(data.problems).toEqual([{ field, message: `${called} ${isPrivate}` }]);
    expect(network.attempts).toEqual([]);
  });

  it('in the answer of a server: a link to a private address is left as it is [row 74]', async () => {
    plugin.emulator.answerNext('/v1/images/generations', { body: { created: 1, data: [{ url: link }] } });
    const { data, metadata } = await plugin.run<{ images: object[] }>({
      ...{ operation: 'image_generation', model: 'dall-e-3', prompt: 'A cat', output: 'full' },
    });
    expect(data.images).toEqual([{ url: link }]);
    expect(metadata.warnings).toContainEqual({
      parameter: 'response_format',
      reason: expect.stringContaining('private'),
    });
    expect(network.attempts).toEqual([]);
  });

  it('in the answer of a server on a private address: its own links are fetched, no others behind them [row 74]', async () => {
    const { origin } = new URL(plugin.emulator.baseUrl);
    const moved = { status: 302, headers: { location: `http://127.0.0.1:${files.port}/cat.png` } };
    plugin.emulator.answerNext('/v1/images/generations', { body: { created: 1, data: [{ url: `${origin}/kept` }] } });
    plugin.emulator.answerNext('/kept', moved);
    const { data } = await plugin.run<{ images: object[] }>({
      ...{ operation: 'image_generation', model: 'dall-e-3', prompt: 'A cat', output: 'full' },
    });
    expect(data.images).toEqual([{ url: `${origin}/kept` }]);
    expect(files.connections).toEqual([]);
  });
});
