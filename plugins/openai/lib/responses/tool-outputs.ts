import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { writeJson } from '../failures/write-json';
import { InvalidFile, readFileInput } from '../files/file-input';
import { readImageFacts } from '../files/image-file';
import type { Option, Problem } from '../options/option';

/** A reply to a call in the previous response. */
export type ToolOutput =
  /** The result of a tool: text, or any JSON value; `type` and `status` as its kind of call has them. */
  | { id: string; output: unknown; type?: string; status?: string }
  /** The screen of a computer, and the safety checks that the user has acknowledged. */
  | { id: string; screenshot: unknown; acknowledged_safety_checks?: { id: string }[] }
  /** Whether an MCP call is approved. */
  | { id: string; approve: boolean; reason?: string }
  /** An item in the format of the API. */
  | (ResponseInputItem & { type: string });

export const tool_outputs: Option = {
  type: 'array',
  title: 'Tool outputs',
  description:
    'Replies to the calls of the previous response, by id: { id, output } for tool_calls (with their type, if any), ' +
    '{ id, screenshot, acknowledged_safety_checks } for computer_calls, { id, approve } for mcp_approval_requests, ' +
    'or items of the API.',
  examples: ['[{ "id": "call_...", "output": { "pieces": 12 } }]'],
  items: {
    type: 'object',
    properties: { id: { type: 'string' }, type: { type: 'string' }, approve: { type: 'boolean' } },
  },
};

/** Items of the API name the call they reply to in a field of their own. */
const isItem = (reply: ToolOutput): reply is ResponseInputItem & { type: string } =>
  'call_id' in reply || 'approval_request_id' in reply;

/** Converts a reply to an input item. */
export function toOutputItem(reply: ToolOutput): ResponseInputItem {
  if (isItem(reply)) return reply;
  if ('approve' in reply) {
    const { id, approve, reason } = reply;
    return { type: 'mcp_approval_response', approval_request_id: id, approve, ...(reason && { reason }) };
  }
  if ('screenshot' in reply) {
    const { id, screenshot, acknowledged_safety_checks } = reply;
    return {
      type: 'computer_call_output',
      call_id: id,
      output: { type: 'computer_screenshot', ...toScreenshot(screenshot) },
      ...(acknowledged_safety_checks && { acknowledged_safety_checks }),
    };
  }
  return 'output' in reply ? toCallOutput(reply) : (reply as ResponseInputItem);
}

/** Each type of call has its own type of output item. */
function toCallOutput({
  id,
  output,
  type,
  status,
}: Extract<ToolOutput, { output: unknown }> & { id?: string; status?: string }): ResponseInputItem {
  const text = typeof output === 'string' ? output : writeJson(output ?? null);
  const call_id = id ?? '';
  switch (type?.replace(/_call(_output)?$/, '')) {
    case 'custom':
    case 'custom_tool':
      return { type: 'custom_tool_call_output', call_id, output: text };
    case 'shell': {
      const ran = { stdout: text, stderr: '', outcome: { type: 'exit' as const, exit_code: 0 } };
      return { type: 'shell_call_output', call_id, output: Array.isArray(output) ? output : [ran] };
    }
    case 'local_shell':
      return { type: 'local_shell_call_output', id: call_id, output: text };
    case 'apply_patch':
      return {
        type: 'apply_patch_call_output',
        call_id,
        status: status === 'failed' ? 'failed' : 'completed',
        ...(output !== undefined && output !== null && { output: text }),
      };
    default:
      return { type: 'function_call_output', call_id, output: text };
  }
}

/** Reads a screenshot, passed in any form of an image. */
function toScreenshot(screenshot: unknown): { image_url: string } | { file_id: string } {
  const file = readFileInput(screenshot);
  if (file.form === 'file_id') return { file_id: file.file_id };
  if (file.form === 'text') throw new InvalidFile('must be an image; got text');
  if (file.form !== 'base64') return { image_url: file.url };
  const facts = readImageFacts(Buffer.from(file.base64, 'base64'));
  if (!facts) throw new InvalidFile('is not an image');
  return { image_url: `data:${facts.mime_type};base64,${file.base64}` };
}

const FORMS = ['{ "id", "output" }', '{ "id", "screenshot" }', '{ "id", "approve" }', 'an item of the API'];

/** Checks that each reply has an id and a value, and that screenshots are images. */
export function inspectOutputs(outputs: ToolOutput[] = []): Problem[] {
  return outputs.flatMap((reply, index) => {
    const field = `tool_outputs[${index}]`;
    if (isItem(reply)) return [];
    if (!('id' in reply)) return [{ field: `${field}.id`, message: `${field}.id is required`, allowed: FORMS }];
    if (!('output' in reply || 'screenshot' in reply || 'approve' in reply)) {
      return [{ field, message: `${field} must have output, screenshot or approve`, allowed: FORMS }];
    }
    if (!('screenshot' in reply)) return [];
    try {
      toScreenshot(reply.screenshot);
      return [];
    } catch (error) {
      return [
        {
          field: `${field}.screenshot`,
          message: `${field}.screenshot ${error instanceof InvalidFile ? error.message : 'is not an image'}`,
        },
      ];
    }
  });
}
