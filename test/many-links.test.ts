import type { FileServer } from './support/file-server';
import type { TestPlugin } from './support/plugin';
import { startWithFiles } from './support/plugin-with-files';

let plugin: TestPlugin;
let server: FileServer;
startWithFiles((...started) => {
  [plugin, server] = started;
});

const adding = { operation: 'vector_store', vector_store_action: 'add_files', vector_store_id: 'vs_1' };
const source = () => ({ ...plugin.source, allowPrivateNetwork: true });

it('links are fetched a few at a time', async () => {
  let [open, most] = [0, 0];
  const link = server.answer('/slow', (_, response) => {
    open += 1;
    most = Math.max(most, open);
    setTimeout(() => {
      open -= 1;
      response.end('Zinc is a metal.');
    }, 20);
  });
  const file = Array.from({ length: 40 }, (_, index) => `${link}?${index}`);
  await plugin.run({ ...adding, file, dry_run: true }, source());
  expect(server.requests).toHaveLength(40);
  expect(most).toBeLessThanOrEqual(8);
});

it('links to more than a host can hold are refused before the rest of them is fetched', async () => {
  const content = Buffer.alloc(31_500_000, 'zinc');
  const link = server.answer('/large', (_, response) => response.end(content));
  const file = Array.from({ length: 40 }, (_, index) => `${link}?${index}`);
  const { data } = await plugin.refusal({ ...adding, file }, source());
  expect(data.problems).toEqual([
    { field: 'file', message: expect.stringContaining('500 MB'), allowed: [expect.any(String)] },
  ]);
  expect(server.requests).toHaveLength(16);
}, 180_000);
