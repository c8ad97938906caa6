import {
  type CallToolResult,
  ProtocolError,
  ProtocolErrorCode,
  Server,
  type ServerContext,
} from '@modelcontextprotocol/server';
import type { Source } from '../command-line/source';
import type { PluginClass } from '../host/plugin-service';
import { runToEnd } from '../host/stream-query';
import { version } from '../package.json';
import { createKeptMedia, type KeptMedia, UnknownMediumError } from './kept-media';
import { toFailure, toToolResult } from './tool-result';
import type { OperationTool } from './tools';

/** What the tools work with. */
export interface AgentServerOptions {
  /** Says whose tools these are. */
  name: string;
  tools: OperationTool[];
  /** Reads the bundle for a query. */
  readPlugin(): Promise<() => PluginClass>;
  source: Pick<Source, 'options' | 'hideKey'>;
  /** A sentence on where the answers come from. */
  origin: string;
  /** How often a query that runs gives a sign, for clients that give up on a silent server. Default: 10. */
  secondsBetweenSigns?: number;
}

const advice =
  'Options that are left out keep their defaults. Lists and objects are taken as JSON. Images, sounds and files of a ' +
  'result come as content; in its data a name such as media:1 stands for them, and options for files take that name. ' +
  'A refusal names the options to correct; nothing was sent then. dry_run shows the request without sending it.';

/** Serves operations as tools of the Model Context Protocol, over whatever it is connected to. */
export function createAgentServer({ name, tools, origin, ...host }: AgentServerOptions): Server {
  const kept = createKeptMedia();
  // Not McpServer: it checks arguments itself, and its refusals know nothing of models and their limits.
  const server = new Server({ name, version }, { capabilities: { tools: {} }, instructions: `${origin} ${advice}` });
  server.setRequestHandler('tools/list', () => ({ tools: tools.map(({ defaults, ...tool }) => tool) }));
  server.setRequestHandler('tools/call', async ({ params }, context) => {
    const tool = tools.find(each => each.name === params.name);
    if (!tool) throw new ProtocolError(ProtocolErrorCode.InvalidParams, `There is no tool "${params.name}"`);
    const stop = giveSigns(context, host.secondsBetweenSigns ?? 10);
    try {
      const { signal } = context.mcpReq;
      return withoutKey(await callTool(tool, params.arguments ?? {}, kept, { ...host, signal }), host.source);
    } finally {
      stop();
    }
  });
  return server;
}

async function callTool(
  tool: OperationTool,
  given: Record<string, unknown>,
  kept: KeptMedia,
  { readPlugin, source, signal }: Pick<AgentServerOptions, 'readPlugin' | 'source'> & { signal: AbortSignal }
): Promise<CallToolResult> {
  const known = Object.keys(tool.inputSchema.properties);
  const unknown = Object.keys(given).filter(key => !known.includes(key));
  if (unknown.length > 0) {
    // A plugin passes over what is not its own, since hosts keep options of other operations.
    return refuse(
      tool,
      unknown.map(field => ({ field, message: `${field} is no option of ${tool.name}` })),
      known
    );
  }
  const problems: Problem[] = [];
  const filled = Object.entries(given).map(([field, value]) => [field, fill(field, value, kept, problems)]);
  if (problems.length > 0) return refuse(tool, problems);
  const load = await readPlugin();
  const options = { ...tool.defaults, ...Object.fromEntries(filled), operation: tool.name };
  return toToolResult(await runToEnd(load, source.options, options, signal), kept);
}

const withoutKey = (result: CallToolResult, { hideKey }: Pick<Source, 'hideKey'>): CallToolResult =>
  JSON.parse(hideKey(JSON.stringify(result)));

interface Problem {
  field: string;
  message: string;
}

function fill(field: string, value: unknown, kept: KeptMedia, problems: Problem[]): unknown {
  try {
    return kept.putInto(value);
  } catch (error) {
    if (!(error instanceof UnknownMediumError)) throw error;
    problems.push({ field, message: `${field}: ${error.message}` });
    return undefined;
  }
}

function refuse({ name, title }: OperationTool, problems: Problem[], allowed?: string[]): CallToolResult {
  const reasons = problems.map(({ message }) => message).join('\n');
  return toFailure({
    message: `Could not run "${title}"`,
    description: allowed ? `${reasons}\n${name} takes ${allowed.join(', ')}` : reasons,
    data: {
      code: 'invalid_options',
      category: 'invalid_options',
      retryable: false,
      hint: 'Nothing was sent. Correct the fields named here.',
      problems,
    },
  });
}

function giveSigns({ mcpReq }: ServerContext, seconds: number): () => void {
  const progressToken = mcpReq._meta?.progressToken;
  if (progressToken === undefined) return () => {};
  let progress = 0;
  const timer = setInterval(() => {
    progress += seconds;
    const params = { progressToken, progress, message: `${progress} s` };
    // Nobody may be there to read it any more.
    mcpReq.notify({ method: 'notifications/progress', params }).catch(() => clearInterval(timer));
  }, seconds * 1000);
  return () => clearInterval(timer);
}
