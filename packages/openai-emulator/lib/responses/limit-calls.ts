import { join } from './cited-text';
import type { ToolOutcome } from './types';

const countedCalls = [
  ...['web_search_call', 'file_search_call', 'code_interpreter_call'],
  ...['mcp_call', 'computer_call', 'image_generation_call'],
];

/** Leaves out the calls that are more than the request allows, and what would be said of them. */
export function limitCalls(outcomes: ToolOutcome[], maximum: number): ToolOutcome[] {
  let left = maximum;
  return outcomes.map(outcome => {
    const parts = outcome.parts.filter(({ item }) => {
      if (!countedCalls.includes(item.type)) return true;
      left -= 1;
      return left >= 0;
    });
    const isEmptied = outcome.parts.length > 0 && parts.length === 0;
    return { ...outcome, parts, remark: isEmptied ? join([]) : outcome.remark };
  });
}
