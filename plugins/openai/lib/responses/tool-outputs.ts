import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { InvalidFile, readFileInput } from '../files/file-input';
import { readImageFacts } from '../files/image-file';
import type { Option, Problem } from '../options/option';

/** A reply to a call in the previous response. */
export type ToolOutput =
  /** The result of a function: text, or any JSON value. */
  | { id: string; output: unknown }
  /** The screen of a computer, and the safety checks that the user has acknowledged. */
  | { id: string; screenshot: unknown; acknowledged_safety_checks?: { id: string }[] }
  /** Whether an MCP call is approved. */
  | { id: string; approve: boolean; reason?: string };

export const tool_outputs: Option = {
  type: 'array',
  title: 'Tool outputs',
  description:
    'Replies to the calls of the previous response, by id: { id, output } for tool_calls, ' +
    '{ id, screenshot, acknowledged_safety_checks } for computer_calls, { id, approve } for mcp_approval_requests.',
  examples: ['[{ "id": "call_...", "output": { "pieces": 12 } }]'],
  items: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, approve: { type: 'boolean' } },
  },
};

/** Converts a reply to an input item. */
export function toOutputItem(reply: ToolOutput): ResponseInputItem {
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
  const { id, output } = reply;
  return {
    type: 'function_call_output',
    call_id: id,
    output: typeof output === 'string' ? output : JSON.stringify(output ?? null),
  };
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

/** Checks that each reply has a value, and that screenshots are images. */
export function inspectOutputs(outputs: ToolOutput[] = []): Problem[] {
  return outputs.flatMap((reply, index) => {
    const field = `tool_outputs[${index}]`;
    if (!('output' in reply || 'screenshot' in reply || 'approve' in reply)) {
      return [
        {
          field,
          message: `${field} must have output, screenshot or approve`,
          allowed: ['output', 'screenshot', 'approve'],
        },
      ];
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
