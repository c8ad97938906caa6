/** A tool call of the model; `arguments` is parsed if it is valid JSON, else the original text. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: unknown;
}

/** Parses the arguments of a tool call. */
export function toToolCall(id: string, name: string, text: string): ToolCall {
  try {
    return { id, name, arguments: JSON.parse(text) };
  } catch {
    return { id, name, arguments: text };
  }
}
