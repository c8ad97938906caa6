import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';

/** A host of its own, since what it is about ends the process. */
const host = `
const { createServer } = require('node:net');
const png = Buffer.from(process.argv[2], 'base64');
const sockets = [];
const server = createServer(socket => {
  sockets.push(socket);
  socket.on('error', () => undefined);
  socket.on('data', data => {
    const [, path] = String(data).split(' ');
    if (path === '/first.png') socket.write('HTTP/1.1 302 Found\\r\\nlocation: /second.png\\r\\ncontent-length: 1000\\r\\n\\r\\nx');
    else if (path === '/second.png') socket.end(Buffer.concat([Buffer.from('HTTP/1.1 200 OK\\r\\ncontent-type: image/png\\r\\ncontent-length: ' + png.length + '\\r\\n\\r\\n'), png]));
    else socket.end('HTTP/1.1 200 OK\\r\\ncontent-type: application/json\\r\\ncontent-length: 79\\r\\n\\r\\n{"id":"c","choices":[{"message":{"content":"Red"},"finish_reason":"stop"}]}    ');
  });
}).listen(0, '127.0.0.1', async () => {
  const origin = 'http://127.0.0.1:' + server.address().port;
  const { default: Plugin } = require(process.argv[1]);
  const source = { apiKey: 'sk-test', baseUrl: origin, allowPrivateNetwork: true };
  const query = { operation: 'image_analysis', model: 'gpt-5.4', prompt: 'Which colour?', image: origin + '/first.png' };
  const { data } = await new Plugin().run(source, query);
  for (const socket of sockets) socket.resetAndDestroy();
  setTimeout(() => {
    console.log(JSON.stringify(data.text));
    process.exit(0);
  }, 200);
});
`;

const square =
  'iVBORw0KGgoAAAANSUhEUgAAAEAAAABACAMAAACdt4HsAAAAA1BMVEXMIiJNHVU6AAAACXBIWXMAAAPoAAAD6AG1e1JrAAAAG0lEQVRYw+3BgQAAAADDoPlT3+AEVQEAAAB8AxBAAAEZszF2AAAAAElFTkSuQmCC';

it('a redirect whose connection breaks after the query does not end the host', async () => {
  const bundle = join(__dirname, '../plugins/openai/dist/index.js');
  const { stdout } = await promisify(execFile)(process.execPath, ['-e', host, bundle, square]);
  expect(stdout.trim()).toBe('"Red"');
});
