import { UsageError } from './arguments';

/** A connection to run a query on, and what ends it. */
export interface Source {
  options: Record<string, unknown>;
  /** Takes the key out of what is shown: a server may quote what it was sent. */
  hideKey(text: string): string;
  stop(): Promise<void>;
}

/**
 * The API that the environment names.
 *
 * @throws UsageError where there is neither a key nor a server that may do without one.
 */
export function readLiveSource(environment: NodeJS.ProcessEnv): Source {
  const { OPENAI_API_KEY: apiKey, OPENAI_BASE_URL: baseUrl } = environment;
  if (!apiKey && !baseUrl) throw new UsageError('--live needs a key in OPENAI_API_KEY');
  return {
    options: { ...(apiKey && { apiKey }), ...(baseUrl && { baseUrl }) },
    hideKey: text => (apiKey ? text.replaceAll(apiKey, '[key]') : text),
    stop: async () => {},
  };
}

/** An emulator in this process: no network, no cost. */
export async function startEmulatedSource(): Promise<Source> {
  // Loaded only here: a live query needs none of it.
  const { start } = await import('openai-emulator');
  const { baseUrl, stop } = await start({ models: 'retired' });
  return { options: { apiKey: 'sk-emulator', baseUrl }, hideKey: text => text, stop };
}
