import { ApiError, missingParameter } from '../http/api-error';
import { type JsonObject, objectsIn, textOf } from '../http/json';
import type { Turn } from './types';

/** What a model may ask for, by the type of its call. */
const callNames: Record<string, string> = {
  function_call: 'function call',
  custom_tool_call: 'custom tool call',
  computer_call: 'computer call',
};

function refuseInput(message: string): ApiError {
  return new ApiError(message, { param: 'input' });
}

function outputsIn(items: JsonObject[]): JsonObject[] {
  return items.filter(
    ({ type }) => textOf(type).replace(/_output$/, '') in callNames && textOf(type).endsWith('_output')
  );
}

function checkPairs({ history, input }: Turn): void {
  const items = [...history, ...input];
  const calls = items.filter(({ type }) => textOf(type) in callNames);
  const outputs = outputsIn(items);
  const open = calls.find(call => !outputs.some(({ call_id }) => call_id === call['call_id']));
  if (open) {
    const name = callNames[textOf(open['type'])];
    throw refuseInput(`No tool output found for ${name} ${textOf(open['call_id'])}.`);
  }
  const orphan = outputsIn(input).find(output => !calls.some(({ call_id }) => call_id === output['call_id']));
  if (orphan) {
    const name = callNames[textOf(orphan['type']).replace(/_output$/, '')];
    throw refuseInput(`No tool call found for ${name} output with call_id ${textOf(orphan['call_id'])}.`);
  }
}

function checkAcknowledgements({ history, input }: Turn): void {
  const items = [...history, ...input];
  for (const [index, output] of input.entries()) {
    if (output['type'] !== 'computer_call_output') continue;
    const call = items.find(({ type, call_id }) => type === 'computer_call' && call_id === output['call_id']);
    const acknowledged = objectsIn(output['acknowledged_safety_checks']).map(({ id }) => id);
    const open = objectsIn(call?.['pending_safety_checks']).filter(({ id }) => !acknowledged.includes(id));
    if (open.length > 0) {
      const ids = open.map(({ id }) => `'${textOf(id)}'`).join(', ');
      throw refuseInput(`Computer tool has unacknowledged safety check for [${ids}]`);
    }
    const screenshot = objectsIn([output['output']])[0];
    if (!screenshot) throw missingParameter(`input[${index}].output`);
  }
}

function checkApprovals({ history, input }: Turn): void {
  const requests = [...history, ...input].filter(({ type }) => type === 'mcp_approval_request');
  for (const [index, item] of input.entries()) {
    if (item['type'] !== 'mcp_approval_response') continue;
    const id = textOf(item['approval_request_id']);
    if (!requests.some(request => request['id'] === id)) {
      throw refuseInput(`No approval request found for MCP approval response with approval_request_id '${id}'.`);
    }
    if (typeof item['approve'] !== 'boolean') throw missingParameter(`input[${index}].approve`);
  }
}

/** Refuses a turn that leaves a call unanswered, or answers what was never asked. */
export function checkCalls(turn: Turn): void {
  checkPairs(turn);
  checkAcknowledgements(turn);
  checkApprovals(turn);
}
