/** The pieces of a chat answer as the API streams it, to script one: each word group an event. */
export function chatStream(...texts: string[]): string[] {
  const envelope = {
    id: 'chatcmpl-scripted',
    object: 'chat.completion.chunk',
    created: 1_790_000_000,
    model: 'scripted',
  };
  const write = (delta: object, finish_reason: string | null = null) =>
    `data: ${JSON.stringify({ ...envelope, choices: [{ index: 0, delta, finish_reason }] })}\n\n`;
  return [...texts.map(content => write({ role: 'assistant', content })), write({}, 'stop'), 'data: [DONE]\n\n'];
}
