import type { ResponseItem } from '../responses/model-response';
import { toSearch } from '../responses/response-items';

/** A step of the research. */
export type Step =
  | { type: 'reasoning'; text: string }
  /** `search`, `open_page` or `find_in_page`. */
  | { type: string; query?: string; url?: string }
  | { type: 'code_interpreter'; code: string; logs: string }
  | { type: 'file_search'; query: string }
  | { type: 'mcp_call'; server_label: string; name: string };

/** The steps of a research response in their order: thoughts, searches, pages opened, code run, servers called. */
export function listSteps(output: ResponseItem[]): Step[] {
  return output.flatMap((item): Step[] => {
    switch (item.type) {
      case 'reasoning':
        return (item.summary ?? []).flatMap(({ text }) => (text === undefined ? [] : [{ type: 'reasoning', text }]));
      case 'web_search_call':
        return [toSearch(item.action)];
      case 'code_interpreter_call': {
        const logs = (item.outputs ?? []).flatMap(part => (part.type === 'logs' ? (part.logs ?? []) : []));
        return [{ type: 'code_interpreter', code: item.code ?? '', logs: logs.join('\n') }];
      }
      case 'file_search_call':
        return [{ type: 'file_search', query: (item.queries ?? []).join(', ') }];
      case 'mcp_call':
        return [{ type: 'mcp_call', server_label: item.server_label ?? '', name: item.name ?? '' }];
      default:
        return [];
    }
  });
}
