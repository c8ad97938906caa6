import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { countTokens } from '../answers/tokens';
import { isObject, type JsonObject, objectsIn, textOf, textsIn } from '../http/json';
import { newId } from '../http/messages';
import { isReply } from './turn';
import type { ItemEvent, OutputPart, Turn } from './types';

type ServerTool = ResponseOutputItem.McpListTools.Tool & { isReadOnly: boolean };

function describeTool(name: string, argument: string, description: string, isReadOnly: boolean): ServerTool {
  const properties = { [argument]: { type: 'string' } };
  return {
    name,
    description,
    input_schema: { type: 'object', properties, required: [argument], additionalProperties: false },
    annotations: { read_only: isReadOnly },
    isReadOnly,
  };
}

const usualTools = [
  describeTool('search', 'query', 'Finds documents.', true),
  describeTool('fetch', 'id', 'Reads a document.', true),
  describeTool('add_note', 'text', 'Writes a note.', false),
];

function matches(filter: unknown, { name, isReadOnly }: ServerTool): boolean {
  if (!isObject(filter)) return textsIn(filter).includes(name);
  const isNamed = filter['tool_names'] === undefined || textsIn(filter['tool_names']).includes(name);
  return isNamed && (filter['read_only'] === undefined || filter['read_only'] === isReadOnly);
}

/** The tools of a server that the request allows. A server has the usual ones, and those that are asked for by name. */
export function toolsOf(tool: JsonObject): ServerTool[] {
  const allowed = tool['allowed_tools'];
  if (allowed === undefined || allowed === null) return usualTools;
  const names = textsIn(isObject(allowed) ? allowed['tool_names'] : allowed);
  const others = names.filter(name => usualTools.every(usual => usual.name !== name));
  const known = [...usualTools, ...others.map(name => describeTool(name, 'input', `Does ${name}.`, true))];
  return known.filter(candidate => matches(allowed, candidate));
}

/** Whether somebody has to agree before a tool is called: always, unless the request says otherwise. */
export function needsApproval({ require_approval: rule }: JsonObject, called: ServerTool): boolean {
  if (!isObject(rule)) return rule !== 'never';
  if (rule['always'] !== undefined && matches(rule['always'], called)) return true;
  return rule['never'] === undefined || !matches(rule['never'], called);
}

function* streamListing(item_id: string, output_index: number): Iterable<ItemEvent> {
  yield { type: 'response.mcp_list_tools.in_progress', item_id, output_index };
  yield { type: 'response.mcp_list_tools.completed', item_id, output_index };
}

function listTools(tool: JsonObject): OutputPart {
  const id = newId('mcpl_');
  const draft = { id, type: 'mcp_list_tools' as const, server_label: textOf(tool['server_label']), tools: [] };
  const tools = toolsOf(tool).map(({ isReadOnly, ...listed }) => listed);
  return {
    item: { ...draft, tools },
    draft,
    events: outputIndex => streamListing(id, outputIndex),
    tokens: countTokens(JSON.stringify(tools)),
  };
}

/** The tools of each server that the conversation does not know yet. */
export function listServers(turn: Turn): OutputPart[] {
  const { body, history, input } = turn;
  if (body['tool_choice'] === 'none' || isReply(turn)) return [];
  const listed = [...history, ...input].filter(({ type }) => type === 'mcp_list_tools');
  const servers = objectsIn(body['tools']).filter(({ type }) => type === 'mcp');
  return servers
    .filter(({ server_label: label }) => !listed.some(({ server_label }) => server_label === label))
    .map(listTools);
}
