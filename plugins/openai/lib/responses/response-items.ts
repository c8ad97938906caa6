import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { describeBase64, type ImageResult } from '../images/image-result';
import { type ToolCall, toToolCall } from '../text/tool-call';

/** The output of a response besides text, by kind, as a dashboard can show it. */
export interface ResponseItems {
  images: ImageResult[];
  /** Function calls for you to run; reply in `tool_outputs` with `{ id, output }`. */
  tool_calls: ToolCall[];
  /** Actions for you to perform; reply with `{ id, screenshot, acknowledged_safety_checks }`. */
  computer_calls: { id: string; actions: object[]; pending_safety_checks: object[] }[];
  /** Calls that need approval; reply with `{ id, approve }`. */
  mcp_approval_requests: ({ server_label: string } & ToolCall)[];
  mcp_calls: ({ server_label: string; output: string | null; error: unknown } & ToolCall)[];
  code_interpreter: { code: string; logs: string; images: string[] }[];
  web_searches: { type: string; query?: string; url?: string }[];
  file_search_results: { file_id?: string; filename?: string; score?: number; text?: string }[];
}

type Item<Type extends ResponseOutputItem['type']> = Extract<ResponseOutputItem, { type: Type }>;

/** Sorts a response's items by kind. */
export function readItems(output: ResponseOutputItem[]): ResponseItems {
  const all = <Type extends ResponseOutputItem['type']>(type: Type): Item<Type>[] =>
    output.filter((item): item is Item<Type> => item.type === type);
  return {
    images: listImageCalls(output).map(({ id, base64, ...call }) => ({ id, ...describeBase64(base64), ...call })),
    tool_calls: all('function_call').map(({ call_id, name, arguments: text }) => toToolCall(call_id, name, text)),
    computer_calls: all('computer_call').map(({ call_id, action, actions, pending_safety_checks }) => ({
      id: call_id,
      actions: actions ?? (action ? [action] : []),
      pending_safety_checks,
    })),
    mcp_approval_requests: all('mcp_approval_request').map(({ id, name, arguments: text, server_label }) => ({
      server_label,
      ...toToolCall(id, name, text),
    })),
    mcp_calls: all('mcp_call').map(
      ({ id, name, arguments: text, server_label, output: result = null, error = null }) => ({
        server_label,
        ...toToolCall(id, name, text),
        output: result,
        error,
      })
    ),
    code_interpreter: all('code_interpreter_call').map(({ code, outputs }) => ({
      code: code ?? '',
      logs: (outputs ?? []).flatMap(part => (part.type === 'logs' ? [part.logs] : [])).join('\n'),
      images: (outputs ?? []).flatMap(part => (part.type === 'image' ? [part.url] : [])),
    })),
    web_searches: all('web_search_call').map(({ action }) => toSearch(action)),
    file_search_results: all('file_search_call').flatMap(({ results }) =>
      (results ?? []).map(({ file_id, filename, score, text }) => ({
        ...(file_id !== undefined && { file_id }),
        ...(filename !== undefined && { filename }),
        ...(score !== undefined && { score }),
        ...(text !== undefined && { text }),
      }))
    ),
  };
}

/** The generated images that have content. */
export function listImageCalls(
  output: ResponseOutputItem[]
): { id: string; base64: string; revised_prompt?: string }[] {
  return output.flatMap(item => {
    if (item.type !== 'image_generation_call' || !item.result) return [];
    const revised: unknown = Reflect.get(item, 'revised_prompt');
    return [{ id: item.id, base64: item.result, ...(typeof revised === 'string' && { revised_prompt: revised }) }];
  });
}

/** Reads the action of a web search. */
export function toSearch(action: object | undefined): { type: string; query?: string; url?: string } {
  const text = (name: string): string | undefined => {
    const value: unknown = action && Reflect.get(action, name);
    return typeof value === 'string' ? value : undefined;
  };
  const query = text('query') ?? text('pattern');
  const url = text('url');
  return { type: text('type') ?? 'search', ...(query !== undefined && { query }), ...(url !== undefined && { url }) };
}
