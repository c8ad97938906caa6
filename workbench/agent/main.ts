import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { StdioServerTransport, serveStdio } from '@modelcontextprotocol/server/stdio';
import { parseArguments, UsageError } from '../command-line/arguments';
import { readLiveSource, startEmulatedSource } from '../command-line/source';
import { textAt } from '../forms/json';
import { defaultPluginDirectory, readBundle, readForms } from '../host/plugin-files';
import { createAgentServer } from './agent-server';
import { toTools } from './tools';

const usage = `Usage: npm run --silent mcp -- [--live]

Serves every operation of the built plugin to an agent, by the Model Context Protocol on stdin and stdout.

  --live   ask the API with OPENAI_API_KEY (and OPENAI_BASE_URL), which costs money;
           without it the built-in emulator answers
`;

/** Room for the largest image that the API takes, as base64, and more. */
const maxBufferSize = 512 * 1024 * 1024;

async function serve(typed: string[]): Promise<void> {
  const { live, words, fields, save } = parseArguments(typed);
  const surplus = [...words, ...Object.keys(fields), ...(save === undefined ? [] : ['save'])];
  if (surplus.length > 0) throw new UsageError(`"${surplus.join(' ')}" is not understood`);
  const { manifest, operations } = await readForms(defaultPluginDirectory);
  const kind = textAt(manifest, 'source', 'kind') ?? 'plugin';
  const tools = toTools(operations, await readExamples(kind));
  const readPlugin = () => readBundle(defaultPluginDirectory);
  // Without a bundle an agent had better not begin.
  await readPlugin();
  const source = live ? readLiveSource(process.env) : await startEmulatedSource();
  const origin = live
    ? 'Answers come from the API and cost money.'
    : 'Answers come from an emulator: they are made up, and nothing is billed.';
  const transport = new StdioServerTransport(process.stdin, process.stdout, { maxBufferSize });
  serveStdio(() => createAgentServer({ name: kind, tools, readPlugin, source, origin }), {
    transport,
    onerror: ({ message }) => console.error(source.hideKey(message)),
  });
  // A query may still run for minutes when the agent is gone.
  const leave = () => source.stop().finally(() => process.exit());
  process.stdin.once('end', leave).once('close', leave);
}

/** What the workbench knows of one kind of plugin; of most, nothing. */
async function readExamples(kind: string): Promise<unknown> {
  const text = await readFile(resolve(__dirname, `../examples/${kind}.json`), 'utf8').catch(() => '{}');
  return JSON.parse(text);
}

serve(process.argv.slice(2)).catch((error: unknown) => {
  const message = error instanceof Error ? error.message : String(error);
  console.error(error instanceof UsageError ? `${message}\n\n${usage}` : message);
  process.exitCode = error instanceof UsageError ? 2 : 1;
});
