import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Emulator, start as startEmulator } from 'openai-emulator';
import { certificate } from './support/certificate';
import { redSquare } from './support/file-server';
import { collect, connectTo, failureOf, loadPlugin } from './support/hosts';
import { type Started, startProxy, startTlsServer } from './support/tls-server';

const password = 'p@ss word/4711';
const completion = JSON.stringify({
  id: 'chatcmpl-1',
  object: 'chat.completion',
  model: 'gpt-5.4',
  choices: [{ index: 0, message: { role: 'assistant', content: 'Brass' }, finish_reason: 'stop' }],
});
const chat = { operation: 'chat', model: 'gpt-5.4', prompt: 'Name three uses of zinc', output: 'full' };
const image = `data:image/png;base64,${redSquare.toString('base64')}`;

let emulator: Emulator;
let proxy: Awaited<ReturnType<typeof startProxy>>;
let secure: Started;
beforeAll(async () => {
  emulator = await startEmulator();
  proxy = await startProxy(`reader:${password}`);
  secure = await startTlsServer((request, response) => {
    if (request.url?.endsWith('.png')) response.end(redSquare);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(completion);
  });
});
/** All so far to the emulator. */
const tunnels: string[] = [];
afterEach(() => tunnels.push(...proxy.targets.splice(0).filter(target => target === host())));
afterEach(() => emulator.reset());
afterAll(async () => {
  proxy.stop();
  secure.stop();
  await emulator.stop();
});

const proxyUrl = (secret = password) => `http://reader:${encodeURIComponent(secret)}@127.0.0.1:${proxy.port}`;
const through = (more: object = {}) => connectTo(emulator, { proxyUrl: proxyUrl(), ...more });
const host = () => new URL(emulator.baseUrl).host;

describe("the connection's proxy", () => {
  it.each([
    ['a chat', chat],
    ['an upload', { operation: 'image_edit', model: 'gpt-image-2', prompt: 'Make it blue', image }],
  ])('leads to the server: %s', async (_, query) => {
    const result = await loadPlugin().run(through(), query);
    expect(result).toMatchObject({ status: 'ok' });
    // Tunnels are kept, so a later query may need none of its own.
    expect(new Set([...tunnels, ...proxy.targets])).toEqual(new Set([host()]));
    expect(JSON.stringify(result)).not.toContain(password);
  });

  it('leads to it for a stream', async () => {
    const { signal } = new AbortController();
    const service = loadPlugin();
    if (!service.stream) throw new Error('The plugin has no stream');
    const events = await collect(service.stream(through(), chat, { signal }));
    expect(events.at(-1)).toMatchObject({ type: 'result' });
    expect(new Set([...tunnels, ...proxy.targets])).toEqual(new Set([host()]));
  });

  it('leads to links, and over TLS', async () => {
    const origin = `https://127.0.0.1:${secure.port}`;
    const source = { ...through({ baseUrl: origin, caCertificate: certificate, allowPrivateNetwork: true }) };
    const query = { operation: 'image_analysis', model: 'gpt-5.4', prompt: 'Which colour?', image: `${origin}/a.png` };
    expect(await loadPlugin().run(source, query)).toMatchObject({ data: { text: 'Brass' } });
    expect(proxy.targets).toEqual([`127.0.0.1:${secure.port}`, `127.0.0.1:${secure.port}`]);
  });

  it('that refuses is said to do so, without its password', async () => {
    const failure = await failureOf(loadPlugin().run(through({ proxyUrl: proxyUrl('wr0ng pass') }), chat));
    expect(failure.description).toMatch(/^The proxy 127\.0\.0\.1:\d+ did not connect to .* \(HTTP 407\)\n.*Proxy URL/s);
    expect(failure.data).toMatchObject({ category: 'network', retryable: false });
    const shown = JSON.stringify(failure);
    const forms = ['wr0ng', encodeURIComponent('wr0ng pass'), Buffer.from('reader:wr0ng pass').toString('base64')];
    for (const form of forms) expect(shown).not.toContain(form);
    expect(emulator.requests).toEqual([]);
  });

  it('may itself be reached by TLS, with a certificate that the connection trusts', async () => {
    const own = await startProxy('reader:secret', true);
    const more = { proxyUrl: `https://reader:secret@127.0.0.1:${own.port}` };
    const { description } = await failureOf(loadPlugin().run(through(more), chat));
    expect(description).toMatch(/^The certificate of the proxy 127\.0\.0\.1:\d+ is self-signed/);
    expect(own.targets).toEqual([]);
    expect(await loadPlugin().run(through({ ...more, caCertificate: certificate }), chat)).toMatchObject({
      status: 'ok',
    });
    expect(own.targets).toEqual([host()]);
    own.stop();
  });

  it('that nobody runs is named', async () => {
    const failure = await failureOf(loadPlugin().run(through({ proxyUrl: 'http://127.0.0.1:9' }), chat));
    expect(failure.description).toMatch(/could not be reached through the proxy 127\.0\.0\.1:9 \(/);
  });

  it('that expects plain HTTP, with a URL of https, is told with what is right', async () => {
    const more = { proxyUrl: proxyUrl().replace('http:', 'https:') };
    const { description, data } = await failureOf(loadPlugin().run(through(more), chat));
    expect(description).toMatch(
      /^The proxy 127\.0\.0\.1:\d+ could not be reached by TLS \(\w+\)\nCheck the connection's proxy URL: .*http:\/\//
    );
    expect(data).toMatchObject({ category: 'network', retryable: false });
  });

  it.each(['proxy.example.com', 'socks5://a:hunter2hunter@proxy', 'http://a:%zzhunter2@proxy'])(
    'must be an http or https URL, and is not shown otherwise: %s',
    async given => {
      const failure = await failureOf(loadPlugin().run(through({ proxyUrl: given }), chat));
      expect(failure.description).toMatch(/^Proxy URL must be a URL that begins with http:\/\/ or https:\/\//);
      expect(JSON.stringify(failure)).not.toContain('hunter2');
    }
  );
});

describe('a certificate', () => {
  const source = (more: object = {}) => connectTo({ baseUrl: `https://localhost:${secure.port}` }, more);

  it('of its own is refused, with what to do', async () => {
    const { description, data } = await failureOf(loadPlugin().run(source({ maxRetries: 5 }), chat));
    expect(description).toMatch(
      /^The certificate of localhost:\d+ is self-signed, or its issuer is unknown.*\n.*CA certificate/s
    );
    expect(data).toMatchObject({ category: 'network', retryable: false });
  });

  it('is trusted where the connection holds it', async () => {
    const result = await loadPlugin().run(source({ caCertificate: certificate }), chat);
    expect(result).toMatchObject({ data: { text: 'Brass' } });
  });

  it('is of no use where the server expects plain HTTP, which is told with what is right', async () => {
    const plain = connectTo({ baseUrl: emulator.baseUrl.replace('http:', 'https:') }, {});
    for (const more of [{}, { proxyUrl: proxyUrl() }]) {
      const { description, data } = await failureOf(loadPlugin().run({ ...plain, ...more }, chat));
      expect(description).toMatch(
        /^127\.0\.0\.1:\d+ could not be reached by TLS \(\w+\)\nCheck the connection's base URL: .*http:\/\//
      );
      expect(data).toMatchObject({ category: 'network', retryable: false });
    }
  });

  it('must be PEM', async () => {
    const { description } = await failureOf(loadPlugin().run(source({ caCertificate: 'MIIBmjCC' }), chat));
    expect(description).toMatch(/^CA certificate must be one or more PEM certificates/);
  });
});

describe("a host's own proxy, by global-agent", () => {
  const script = `
    const { default: Plugin } = require(process.argv[1]);
    require('global-agent').bootstrap();
    const [source, query] = JSON.parse(process.argv[2]);
    new Plugin().run(source, query).then(
      result => console.log(JSON.stringify(result)),
      error => console.log(JSON.stringify({ description: error.description, data: error.data }))
    ).then(() => process.exit(0));
  `;
  const ask = async (source: object, query: object, environment: Record<string, string>) => {
    const folder = await mkdtemp(join(tmpdir(), 'proxy-test-'));
    const ca = join(folder, 'ca.pem');
    writeFileSync(ca, certificate);
    const bundle = join(__dirname, '../plugins/openai/dist/index.js');
    const typed = ['-e', script, bundle, JSON.stringify([source, query])];
    const env = { ...process.env, NODE_EXTRA_CA_CERTS: ca, ...environment };
    const { stdout } = await promisify(execFile)(process.execPath, typed, { env, cwd: join(__dirname, '..') });
    await rm(folder, { recursive: true });
    return JSON.parse(stdout);
  };

  it.each(['true', 'false'])('is the way out, forced: %s', async forced => {
    const source = connectTo({ baseUrl: `https://127.0.0.1:${secure.port}` });
    const environment = { GLOBAL_AGENT_HTTP_PROXY: proxyUrl(), GLOBAL_AGENT_FORCE_GLOBAL_AGENT: forced };
    expect(await ask(source, chat, environment)).toMatchObject({ status: 'ok', data: { text: 'Brass' } });
    expect(proxy.targets).toEqual([`127.0.0.1:${secure.port}`]);
  });

  it("gives way to the connection's own", async () => {
    const nobody = createServer(socket => socket.destroy());
    await new Promise<void>(resolve => nobody.listen(0, '127.0.0.1', resolve));
    const address = nobody.address();
    const port = typeof address === 'object' && address ? address.port : 0;
    const source = connectTo({ baseUrl: `https://127.0.0.1:${secure.port}` }, { proxyUrl: proxyUrl() });
    const environment = { GLOBAL_AGENT_HTTP_PROXY: `http://127.0.0.1:${port}` };
    expect(await ask(source, chat, environment)).toMatchObject({ data: { text: 'Brass' } });
    nobody.close();
    expect(proxy.targets).toEqual([`127.0.0.1:${secure.port}`]);
  });
});
