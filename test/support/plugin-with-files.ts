import { type FileServer, startFileServer } from './file-server';
import { startPlugin, type TestPlugin } from './plugin';

/** Starts the plugin and a server of files before the tests of a file, forgets after each, and stops both at the end. */
export function startWithFiles(take: (plugin: TestPlugin, server: FileServer) => void): void {
  let plugin: TestPlugin;
  let server: FileServer;
  beforeAll(async () => {
    [plugin, server] = await Promise.all([startPlugin({ models: 'any' }), startFileServer()]);
    take(plugin, server);
  });
  afterEach(() => {
    plugin.endTest();
    server.forget();
  });
  afterAll(() => Promise.all([plugin.stop(), server.stop()]));
}
