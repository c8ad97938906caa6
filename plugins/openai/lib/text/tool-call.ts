/** A call the model wants made; `arguments` is data where it is JSON, else the text as it came. */
export interface ToolCall {
  id: string;
  name: string;
  arguments: unknown;
}

/** A call as a builder can use it: the arguments as data. */
export function toToolCall(id: string, name: string, text: string): ToolCall {
  try {
    return { id, name, arguments: JSON.parse(text) };
  } catch {
    return { id, name, arguments: text };
  }
}
