/** An option whose value is an object or a list, and the type of the SDK that says what may stand in it. */
export interface ObjectOption {
  operation: string;
  option: string;
  file: string;
  type: string;
  /** The property of that type, if it is not the whole. */
  property?: string;
  /** The option takes a list of them. */
  isList?: true;
  /** What the plugin sets by itself. */
  without?: string[];
  /** The parameter of the request, if the option is `extra_parameters`. */
  parameter?: string;
  query: Record<string, unknown>;
  /** Completes a value in a way that no type says. */
  complete?: (value: unknown) => unknown;
}

const responses = 'responses/responses';
const completions = 'chat/completions/completions';
const stores = 'vector-stores/vector-stores';

const respond = { operation: 'respond', file: responses, type: 'ResponseCreateParamsBase', query: { prompt: 'Zinc?' } };
const chat = {
  operation: 'chat',
  file: completions,
  type: 'ChatCompletionCreateParamsBase',
  query: { prompt: 'Zinc?' },
};
const extra = (parameter: string) => ({ option: 'extra_parameters', parameter, property: parameter });

/** The options of a tool, which has a field of its own. */
const tool = (option: string, type: string, enabled: Record<string, unknown>): ObjectOption => ({
  operation: 'respond',
  option,
  file: responses,
  type,
  without: ['type', 'vector_store_ids'],
  query: { prompt: 'Zinc?', ...enabled },
});

/** Lists are compared by types of their own. */
function completeFilter(value: unknown): unknown {
  if (typeof value !== 'object' || value === null) return value;
  const filter: Record<string, unknown> = { ...value };
  const { type, filters } = filter;
  if (Array.isArray(filters)) return { ...filter, filters: filters.map(completeFilter) };
  if (type === 'in' || type === 'nin') return { ...filter, value: [filter['value']].flat() };
  return Array.isArray(filter['value']) ? { ...filter, type: 'in' } : filter;
}

/** There must be something to choose from. */
function completeQuestions(value: unknown): unknown {
  const questions: Record<string, unknown>[] = Array.isArray(value) ? value : [];
  return questions.map(question => {
    const lists = Object.entries(question).filter(([, list]) => Array.isArray(list));
    return { ...question, ...Object.fromEntries(lists.map(([name, list]) => [name, [list, list].flat()])) };
  });
}

const declared = { prompt: 'Zinc?', functions: [{ name: 'drift' }, { name: 'other' }] };
const search = { vector_store_id: 'vs_1', query: 'Zinc?' };

export const OBJECTS: ObjectOption[] = [
  { ...respond, option: 'tools', property: 'tools' },
  { ...respond, option: 'input', type: 'ResponseInputItem', isList: true },
  { ...respond, option: 'message_history', type: 'ResponseInputItem', isList: true },
  { ...respond, option: 'functions', type: 'FunctionTool', isList: true },
  { ...respond, option: 'functions', type: 'CustomTool', isList: true },
  { ...respond, option: 'tool_choice', property: 'tool_choice', query: declared },
  { ...respond, option: 'prompt_template', property: 'prompt' },
  {
    ...respond,
    option: 'background_options',
    property: 'background_options',
    query: { prompt: 'x', background: true },
  },
  { ...respond, option: 'include', property: 'include' },
  ...['reasoning', 'text', 'stream_options', 'context_management', 'moderation', 'access_programs', 'image'].map(
    name => ({ ...respond, ...extra(name) })
  ),
  tool('web_search_options', 'WebSearchTool', { web_search: true }),
  tool('file_search_options', 'FileSearchTool', { file_search_vector_store_ids: 'vs_1' }),
  tool('code_interpreter_options', 'Tool.CodeInterpreter', { code_interpreter: true }),
  tool('image_generation_options', 'Tool.ImageGeneration', { image_generation: true }),
  tool('computer_use_options', 'ComputerUsePreviewTool', { computer_use: true }),
  { ...tool('mcp_servers', 'Tool.Mcp', {}), isList: true },
  { ...chat, option: 'message_history', type: 'ChatCompletionMessageParam', isList: true },
  { ...chat, option: 'functions', type: 'ChatCompletionTool', isList: true },
  { ...chat, option: 'tool_choice', property: 'tool_choice', query: declared },
  ...['response_format', 'stream_options', 'audio', 'moderation', 'prediction', 'web_search_options'].map(name => ({
    ...chat,
    ...extra(name),
  })),
  {
    operation: 'conversation.add_items',
    option: 'items',
    file: responses,
    type: 'ResponseInputItem',
    isList: true,
    query: { conversation_id: 'conv_1' },
  },
  ...['filters', 'ranking_options'].map(name => ({
    operation: 'vector_store.search',
    file: stores,
    type: 'VectorStoreSearchParams',
    ...(name === 'filters' ? { option: name, property: name, complete: completeFilter } : extra(name)),
    query: search,
  })),
  {
    operation: 'vector_store.create',
    file: stores,
    type: 'VectorStoreCreateParams',
    ...extra('chunking_strategy'),
    query: { name: 'Notes' },
  },
  {
    operation: 'decide',
    option: 'questions',
    file: 'decisions',
    type: 'DecisionCreateParams',
    property: 'questions',
    complete: completeQuestions,
    query: { input: 'Zinc' },
  },
];

/** Words whose parameter has another name than the option, or lies deeper in the request. */
export const WORDS: {
  operation: string;
  option: string;
  file: string;
  type: string;
  query: Record<string, unknown>;
}[] = [
  { ...chat, option: 'reasoning_effort', file: 'shared', type: 'ReasoningEffort' },
  { ...respond, option: 'service_tier', type: 'ServiceTier' },
  { ...respond, option: 'reasoning_effort', file: 'shared', type: 'ReasoningEffort' },
];
