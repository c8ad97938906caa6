import { describeImage, type ImageResult } from '../images/picture';
import type { Context } from '../operation';
import { countOf } from '../options/count';
import { isJsonObject } from '../options/json-object';
import { type ToolCall, toToolCall } from '../text/tool-call';
import type { ResponseItem } from './model-response';

/** The output of a response besides text, by kind, as a dashboard can show it. */
export interface ResponseItems {
  images: ImageResult[];
  /** Tools the model wants called; answered by `tool_outputs` with `{ id, output }`, and the `type` where there is one. */
  tool_calls: (ToolCall & { type?: string })[];
  /** What to do on a computer; answered with `{ id, screenshot, acknowledged_safety_checks }`. */
  computer_calls: { id: string; actions: object[]; pending_safety_checks: object[] }[];
  /** Calls that need approval; reply with `{ id, approve }`. */
  mcp_approval_requests: ({ server_label: string } & ToolCall)[];
  mcp_calls: ({ server_label: string; output: string | null; error: unknown } & ToolCall)[];
  code_interpreter: { code: string; logs: string; images: string[] }[];
  web_searches: { type: string; query?: string; url?: string }[];
  file_search_results: { file_id?: string; filename?: string; score?: number; text?: string }[];
}

/** Sorts a response's items by kind. */
export function readItems(output: ResponseItem[], warn?: Context['warn']): ResponseItems {
  const all = (type: string) => output.filter(item => item.type === type);
  const [pictures, broken] = listImages(output);
  if (broken > 0)
    warn?.(
      'include_raw',
      `${countOf(broken, 'image was', 'images were')} unreadable and left out; include_raw shows the data`
    );
  return {
    images: pictures,
    tool_calls: output.flatMap((item, index) => toCall(item, index, warn) ?? []),
    computer_calls: all('computer_call').map(({ id = '', call_id = id, action, actions, pending_safety_checks }) => ({
      id: call_id,
      actions: actions ?? (action ? [action] : []),
      pending_safety_checks: pending_safety_checks ?? [],
    })),
    mcp_approval_requests: all('mcp_approval_request').map(item => toServerCall(item)),
    mcp_calls: all('mcp_call').map(item => ({
      ...toServerCall(item),
      output:
        typeof item.output === 'string' ? item.output : item.output === undefined ? null : JSON.stringify(item.output),
      error: item.error ?? null,
    })),
    code_interpreter: all('code_interpreter_call').map(({ code, outputs = [] }) => ({
      code: code ?? '',
      logs: outputs.flatMap(part => (part.type === 'logs' ? (part.logs ?? []) : [])).join('\n'),
      images: outputs.flatMap(part => (part.type === 'image' ? (part.url ?? []) : [])),
    })),
    web_searches: all('web_search_call').map(({ action }) => toSearch(action)),
    file_search_results: all('file_search_call').flatMap(({ results = [] }) =>
      results.map(({ file_id, filename, score, text }) => ({
        ...(file_id !== undefined && { file_id }),
        ...(filename !== undefined && { filename }),
        ...(score !== undefined && { score }),
        ...(text !== undefined && { text }),
      }))
    ),
  };
}

/** Tool calls that the caller has to run, by the type of their item: their own type, and where their input stands. */
const CALLS: Record<string, { type?: string; name?: string; input: 'arguments' | 'input' | 'action' | 'operation' }> = {
  function_call: { input: 'arguments' },
  custom_tool_call: { type: 'custom', input: 'input' },
  shell_call: { type: 'shell', name: 'shell', input: 'action' },
  local_shell_call: { type: 'local_shell', name: 'local_shell', input: 'action' },
  apply_patch_call: { type: 'apply_patch', name: 'apply_patch', input: 'operation' },
};

function toCall(item: ResponseItem, index: number, warn?: Context['warn']): (ToolCall & { type?: string }) | undefined {
  const type = item.type ?? '';
  const kind = Object.hasOwn(CALLS, type) ? CALLS[type] : undefined;
  if (!kind) return undefined;
  const name = item.name ?? kind.name;
  if (name === undefined) {
    warn?.('functions', 'A tool call without a name was left out; include_raw shows it');
    return undefined;
  }
  const input = item[kind.input];
  const id = item.call_id ?? item.id ?? `call_${index}`;
  const call =
    typeof input === 'string' && kind.input === 'arguments'
      ? toToolCall(id, name, input)
      : { id, name, arguments: input ?? '' };
  return { ...call, ...(kind.type && { type: kind.type }) };
}

function toServerCall({ id = '', name = '', arguments: input, server_label = '' }: ResponseItem) {
  return {
    server_label,
    ...(typeof input === 'string' ? toToolCall(id, name, input) : { id, name, arguments: input ?? '' }),
  };
}

/** The images a model had made, as far as they came, and how many are unreadable. */
function listImages(output: ResponseItem[]): [ImageResult[], number] {
  const calls = listImageCalls(output);
  const images = calls.flatMap(({ id, base64, ...call }) => {
    const described = describeImage(base64);
    return described ? [{ id, ...described, ...call }] : [];
  });
  return [images, calls.length - images.length];
}

/** The images a model had made, as far as they came. */
export function listImageCalls(output: ResponseItem[]): { id: string; base64: string; revised_prompt?: string }[] {
  return output.flatMap(({ type, id = '', result, revised_prompt }) => {
    if (type !== 'image_generation_call' || !result) return [];
    return [{ id, base64: result.replace(/^data:[^,]{0,100},/, ''), ...(revised_prompt && { revised_prompt }) }];
  });
}

/** What was searched for, or which page was opened. */
export function toSearch(action: unknown): { type: string; query?: string; url?: string } {
  const text = (name: string): string | undefined => {
    const value = isJsonObject(action) ? action[name] : undefined;
    return typeof value === 'string' ? value : undefined;
  };
  const query = text('query') ?? text('pattern');
  const url = text('url');
  return { type: text('type') ?? 'search', ...(query !== undefined && { query }), ...(url !== undefined && { url }) };
}
