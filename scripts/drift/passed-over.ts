/** Names that one side does not have, and why it does not need them. */
interface Reason {
  names: RegExp;
  why: string;
}

/** What the plugin passes over on purpose. */
export const PLUGIN: Reason[] = [
  {
    names:
      /^response\.(content_part|output_item|output_text(\.annotation)?|refusal|reasoning_(summary_)?(part|text))\.(added|delta|done)$/,
    why: 'the finished item holds all of it',
  },
  {
    names:
      /^response\.(code_interpreter_call_code|(function|mcp)_call_arguments|custom_tool_call_input|shell_call_\w+)\.(added|delta|done)$/,
    why: 'the finished item holds all of it',
  },
  { names: /^response\.audio\./, why: 'no option asks for sound' },
  { names: /^error$/, why: 'ends the query with that error before events are collected' },
  { names: /^response\.compaction\./, why: 'the compacted item is part of the finished response' },
  { names: /^web_search_(preview_)?\d{4}_/, why: 'a dated version of a tool that has an option; `tools` takes it' },
  { names: /^(programmatic_tool_calling|namespace|tool_search)$/, why: '`tools` takes it' },
  { names: /^(program_output|additional_tools|tool_search_(call|output))$/, why: 'include_raw shows it' },
];

/** What the emulator does not send, which its README lists where a request could ask for it. */
export const EMULATOR: Reason[] = [
  { names: /^response\.audio\./, why: 'no parameter of a response asks for sound' },
  { names: /^response\.shell_call_/, why: 'its tool is not emulated' },
  { names: /^response\.compaction\./, why: 'context_management is not emulated' },
  { names: /^response\.reasoning_text\./, why: "OpenAI's own models send a summary only" },
  { names: /^response\.mcp_(call|list_tools)\.failed$/, why: 'a server without an answer fails the whole request' },
  { names: /^response\.(completed|failed|incomplete)$/, why: "sent; the name is made of the response's status" },
];

/** Models of the SDK's types that OpenAI does not serve. */
export const MODELS: Reason[] = [
  { names: /^gpt-5\.1-mini$/, why: 'the SDK calls it "not a supported model ID", kept for compatibility' },
];

/** Names with a reason, as lines, and those without. */
export function explain(names: string[], reasons: Reason[]): { explained: string[]; unexplained: string[] } {
  const reasonOf = (name: string) => reasons.find(reason => reason.names.test(name));
  return {
    explained: names.flatMap(name => {
      const reason = reasonOf(name);
      return reason ? [`${name}: ${reason.why}`] : [];
    }),
    unexplained: names.filter(name => !reasonOf(name)),
  };
}
