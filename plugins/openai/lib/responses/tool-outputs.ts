import type { ResponseInputItem } from 'openai/resources/responses/responses';
import { InvalidFile, readFileInput } from '../files/file-input';
import { readImageFacts } from '../files/image-file';
import type { Option, Problem } from '../options/option';

/** An answer to something the model asked for in its previous response. */
export type ToolOutput =
  /** Of a function: text, or anything that is JSON. */
  | { id: string; output: unknown }
  /** Of a computer: a picture of its screen, and the safety checks a person has seen. */
  | { id: string; screenshot: unknown; acknowledged_safety_checks?: { id: string }[] }
  /** Of an MCP server: whether a call may be made. */
  | { id: string; approve: boolean; reason?: string };

export const tool_outputs: Option = {
  type: 'array',
  title: 'Tool outputs',
  description:
    'Answers to what the previous response asked for, by its id: { id, output } for tool_calls, ' +
    '{ id, screenshot, acknowledged_safety_checks } for computer_calls, { id, approve } for mcp_approval_requests.',
  examples: ['[{ "id": "call_...", "output": { "pieces": 12 } }]'],
  items: {
    type: 'object',
    required: ['id'],
    properties: { id: { type: 'string' }, approve: { type: 'boolean' } },
  },
};

/** As the API takes them. */
export function toOutputItem(given: ToolOutput): ResponseInputItem {
  if ('approve' in given) {
    const { id, approve, reason } = given;
    return { type: 'mcp_approval_response', approval_request_id: id, approve, ...(reason && { reason }) };
  }
  if ('screenshot' in given) {
    const { id, screenshot, acknowledged_safety_checks } = given;
    return {
      type: 'computer_call_output',
      call_id: id,
      output: { type: 'computer_screenshot', ...toScreenshot(screenshot) },
      ...(acknowledged_safety_checks && { acknowledged_safety_checks }),
    };
  }
  const { id, output } = given;
  return {
    type: 'function_call_output',
    call_id: id,
    output: typeof output === 'string' ? output : JSON.stringify(output ?? null),
  };
}

/** A picture of the screen in any form that an image may be given in. */
function toScreenshot(given: unknown): { image_url: string } | { file_id: string } {
  const file = readFileInput(given);
  if (file.form === 'file_id') return { file_id: file.file_id };
  if (file.form === 'text') throw new InvalidFile('is a text');
  if (file.form !== 'base64') return { image_url: file.url };
  const facts = readImageFacts(Buffer.from(file.base64, 'base64'));
  if (!facts) throw new InvalidFile('is no image');
  return { image_url: `data:${facts.mime_type};base64,${file.base64}` };
}

/** Screenshots must be images, and functions' answers must be there. */
export function inspectOutputs(outputs: ToolOutput[] = []): Problem[] {
  return outputs.flatMap((given, index) => {
    const field = `tool_outputs[${index}]`;
    if (!('output' in given || 'screenshot' in given || 'approve' in given)) {
      return [
        {
          field,
          message: `${field} needs output, screenshot or approve`,
          allowed: ['output', 'screenshot', 'approve'],
        },
      ];
    }
    if (!('screenshot' in given)) return [];
    try {
      toScreenshot(given.screenshot);
      return [];
    } catch (error) {
      return [
        {
          field: `${field}.screenshot`,
          message: `${field}.screenshot ${error instanceof InvalidFile ? error.message : 'is no image'}`,
        },
      ];
    }
  });
}
