import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { makeFromSchema } from '../answers/from-schema';
import { seedFrom } from '../answers/seed';
import { findSubject, thoughtsAbout } from '../answers/text';
import { countTokens } from '../answers/tokens';
import { ApiError, missingParameter } from '../http/api-error';
import { isObject, type JsonObject, textOf } from '../http/json';
import { newId } from '../http/messages';
import { checkChoice, requireParameters } from '../parameters/checks';
import { join } from './cited-text';
import { needsApproval, toolsOf } from './mcp-servers';
import type { HostedTool, ItemEvent, OutputPart, ToolOutcome, Turn } from './types';

const wish = /\bmcp\b/i;

/** Refuses servers that cannot be there: names that end in .invalid belong to nobody, and never will. */
function refuseUnreachable(label: string, url: string): void {
  if (!URL.canParse(url) || !new URL(url).hostname.endsWith('.invalid')) return;
  throw new ApiError(
    `Error retrieving tool list from MCP server: '${label}'. Http status code: 424 (Failed Dependency)`,
    { status: 424, type: 'external_connector_error', param: 'tools', code: 'http_error' }
  );
}

function check(tool: JsonObject, place: string): void {
  requireParameters({ [`${place}.server_label`]: tool['server_label'] }, [`${place}.server_label`]);
  const label = textOf(tool['server_label']);
  if (!/^[a-z][\w-]*$/i.test(label)) {
    throw new ApiError(
      `Invalid '${place}.server_label': string does not match pattern. ` +
        "Expected a string that starts with a letter, and has letters, digits, '-' and '_' only.",
      { param: `${place}.server_label`, code: 'invalid_value' }
    );
  }
  const address = textOf(tool['server_url']);
  if (!address && !textOf(tool['connector_id']) && !textOf(tool['tunnel_id'])) {
    throw missingParameter(`${place}.server_url`);
  }
  if (typeof tool['require_approval'] === 'string') {
    const name = `${place}.require_approval`;
    checkChoice({ [name]: tool['require_approval'] }, name, ['always', 'never']);
  }
  refuseUnreachable(label, address);
}

function* streamCall({ id: item_id, arguments: text }: ResponseOutputItem.McpCall, output_index: number) {
  const place = { item_id, output_index };
  yield { type: 'response.mcp_call.in_progress', ...place } as const;
  yield { type: 'response.mcp_call_arguments.delta', ...place, delta: text } as const;
  yield { type: 'response.mcp_call_arguments.done', ...place, arguments: text } as const;
  yield { type: 'response.mcp_call.completed', ...place } as const;
}

interface Wanted {
  name: string;
  arguments: string;
  server_label: string;
}

function makeCall(wanted: Wanted, output: string, approval_request_id: string | null): OutputPart {
  const id = newId('mcp_');
  const item = {
    id,
    type: 'mcp_call',
    status: 'completed',
    ...wanted,
    output,
    error: null,
    approval_request_id,
  } as const;
  return {
    item,
    draft: { ...item, status: 'in_progress', arguments: '', output: null },
    events: (outputIndex): Iterable<ItemEvent> => streamCall(item, outputIndex),
    tokens: countTokens(wanted.name + wanted.arguments),
  };
}

function askFor(wanted: Wanted): OutputPart {
  const item = { id: newId('mcpr_'), type: 'mcp_approval_request', ...wanted } as const;
  return { item, draft: item, events: () => [], tokens: countTokens(wanted.name + wanted.arguments) };
}

function callTool(wanted: Wanted, prompt: string, approvalId: string | null): ToolOutcome {
  const [output = ''] = thoughtsAbout(findSubject(prompt), 1, seedFrom(wanted.name + wanted.arguments));
  const part = makeCall(wanted, JSON.stringify({ content: output }), approvalId);
  return { parts: [part], remark: join([`${wanted.name} of ${wanted.server_label} answered: ${output}`]) };
}

function chooseTool(tool: JsonObject, { body, prompt }: Turn): Wanted | undefined {
  const choice = isObject(body['tool_choice']) ? body['tool_choice'] : {};
  const listed = toolsOf(tool);
  const chosen =
    listed.find(({ name }) => name === choice['name']) ?? listed.find(({ name }) => prompt.includes(name)) ?? listed[0];
  if (!chosen) return undefined;
  const input = makeFromSchema(chosen.input_schema, findSubject(prompt));
  return { name: chosen.name, arguments: JSON.stringify(input), server_label: textOf(tool['server_label']) };
}

/** The requests of this server that the turn says yes or no to. */
function findAnswers({ history, input }: Turn, { server_label: label }: JsonObject) {
  const items = [...history, ...input];
  return input
    .filter(({ type }) => type === 'mcp_approval_response')
    .flatMap(({ approval_request_id: id, approve }) =>
      items
        .filter(item => item['type'] === 'mcp_approval_request' && item['id'] === id && item['server_label'] === label)
        .map(request => ({ request, isApproved: approve === true }))
    );
}

function goOn(tool: JsonObject, turn: Turn): ToolOutcome {
  const outcomes = findAnswers(turn, tool).map(({ request, isApproved }): ToolOutcome => {
    const name = textOf(request['name']);
    const wanted = { name, arguments: textOf(request['arguments']), server_label: textOf(request['server_label']) };
    if (isApproved) return callTool(wanted, turn.prompt, textOf(request['id']));
    return { parts: [], remark: join([`I did not call ${name}, because you did not approve of it.`]) };
  });
  return {
    parts: outcomes.flatMap(({ parts }) => parts),
    remark: join(
      outcomes.map(({ remark }) => remark),
      ' '
    ),
  };
}

async function use(tool: JsonObject, turn: Turn): Promise<ToolOutcome> {
  if (findAnswers(turn, tool).length > 0) return goOn(tool, turn);
  const wanted = chooseTool(tool, turn);
  const called = toolsOf(tool).find(({ name }) => name === wanted?.name);
  if (!wanted || !called) return { parts: [], remark: join(['The server has no tool that I may call.']) };
  if (needsApproval(tool, called)) return { parts: [askFor(wanted)], remark: join([]), isWaiting: true };
  return callTool(wanted, turn.prompt, null);
}

/** Addresses are shown without their paths, which may be secret, and credentials not at all. */
function echo({ headers, authorization, server_url: address, ...shown }: JsonObject): JsonObject {
  const url = textOf(address);
  const server_url = URL.canParse(url) ? `${new URL(url).origin}/<redacted>` : null;
  return { ...shown, allowed_tools: shown['allowed_tools'] ?? null, headers: null, server_url };
}

export const mcp: HostedTool = {
  types: ['mcp'],
  check,
  isWished: ({ prompt }, tool) =>
    wish.test(prompt) || prompt.toLowerCase().includes(textOf(tool['server_label']).toLowerCase()),
  isAnswered: (turn, tool) => findAnswers(turn, tool).length > 0,
  echo,
  use,
};
