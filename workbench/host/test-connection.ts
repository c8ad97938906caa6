import type { ConnectionTestResult } from '@tooljet/plugins-sdk-shim';
import { readError } from './failed-result';
import type { PluginClass } from './plugin-service';

/**
 * Tests a connection as ToolJet's server does: whatever the plugin throws, its data included, ends in the one message
 * that the connection page shows.
 */
export async function testConnection(load: () => PluginClass, sourceOptions: object): Promise<ConnectionTestResult> {
  try {
    const Plugin = load();
    const service = new Plugin();
    if (!service.testConnection) throw new Error('testConnection method not implemented');
    return await service.testConnection(sourceOptions);
  } catch (error) {
    const { message, description, data } = readError(error);
    const details = data === undefined ? '' : `\n - ${JSON.stringify(data)}`;
    return { status: 'failed', message: `${message}${description === undefined ? '' : `: ${description}`}${details}` };
  }
}
