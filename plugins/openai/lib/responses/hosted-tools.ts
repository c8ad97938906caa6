import type { Tool } from 'openai/resources/responses/responses';
import type { ResolvedModel } from '../catalogue/models';
import * as image from '../images/image-options';
import type { Context } from '../operation';
import { openList } from '../options/open-lists';
import type { Option, Problem } from '../options/option';
import { ids } from '../options/shared-options';

/** The tools that OpenAI hosts: a switch or a field for each, and JSON for its options. */

export const web_search: Option = {
  type: 'boolean',
  on: 'web_search_on',
  title: 'Web search',
  description: 'Lets the model search the web; its sources are returned in citations.',
};

export const web_search_options: Option = {
  type: 'object',
  title: 'Web search options',
  description:
    'JSON: allowed_domains (list), user_location (country, region, city, timezone), search_context_size (low, medium, high), ' +
    'external_web_access (false: only what OpenAI has indexed). Others are sent as they are.',
  examples: ['{ "allowed_domains": ["who.int"], "user_location": { "country": "PT" } }'],
  properties: {
    allowed_domains: { type: 'array', items: { type: 'string' }, maxItems: 100 },
    user_location: { type: 'object' },
    search_context_size: openList('low', 'medium', 'high'),
  },
};

export const file_search_vector_store_ids: Option = {
  type: ['string', 'array'],
  title: 'File search: vector store IDs',
  description: 'Lets the model search these vector stores.',
  examples: ['vs_...'],
  accepts: 'a valid id, such as vs_abc123, or a JSON list of them',
  ...ids,
  minItems: 1,
};

export const file_search_options: Option = {
  type: 'object',
  title: 'File search options',
  description: 'JSON: max_num_results (1 to 50), filters, ranking_options.',
  examples: ['{ "max_num_results": 5 }'],
  properties: { max_num_results: { type: 'integer', minimum: 1, maximum: 50 }, filters: { type: 'object' } },
};

export const mcp_servers: Option = {
  type: 'array',
  title: 'MCP servers',
  description:
    'JSON array of { server_label, server_url or connector_id, authorization, headers, allowed_tools, require_approval }. ' +
    'Calls need approval unless require_approval is "never".',
  examples: ['[{ "server_label": "docs", "server_url": "https://mcp.example.com", "require_approval": "never" }]'],
  items: {
    type: 'object',
    required: ['server_label'],
    properties: { server_label: { type: 'string', minLength: 1 }, server_url: { type: 'string' } },
  },
  long: true,
};

export const code_interpreter: Option = {
  type: 'boolean',
  on: 'code_interpreter_on',
  title: 'Code interpreter',
  description: 'Lets the model write and run Python.',
};

export const code_interpreter_options: Option = {
  type: 'object',
  title: 'Code interpreter options',
  description: 'JSON: container (an id, or { type: "auto", file_ids, memory_limit }).',
  examples: ['{ "container": { "type": "auto", "file_ids": ["file-..."] } }'],
};

export const image_generation: Option = {
  type: 'boolean',
  on: 'image_generation_on',
  title: 'Image generation',
  description: 'Lets the model generate and edit images, which are returned in images.',
};

export const image_generation_options: Option = {
  type: 'object',
  title: 'Image generation options',
  description:
    'JSON: model, size, quality, output_format, output_compression, background, input_fidelity, action, input_image_mask.',
  examples: ['{ "size": "1536x1024", "quality": "high" }'],
  properties: {
    action: openList('auto', 'generate', 'edit'),
    quality: image.quality,
    background: image.background,
    output_format: image.output_format,
    moderation: image.moderation,
    input_fidelity: image.input_fidelity,
    complexity: image.complexity,
  },
};

export const computer_use: Option = {
  type: 'boolean',
  on: 'computer_use_on',
  title: 'Computer use',
  description:
    'Lets the model control a computer: it returns actions in computer_calls; send screenshots back in tool_outputs.',
};

export const computer_use_options: Option = {
  type: 'object',
  title: 'Computer use options',
  description:
    'JSON: environment (browser, mac, windows, ubuntu, linux), display_width, display_height in pixels. Uses the preview version of the tool.',
  examples: ['{ "environment": "browser", "display_width": 1024, "display_height": 768 }'],
  properties: {
    environment: openList('browser', 'mac', 'windows', 'ubuntu', 'linux'),
    display_width: { type: 'integer', minimum: 1 },
    display_height: { type: 'integer', minimum: 1 },
  },
};

export const tools: Option = {
  type: 'array',
  title: 'Tools',
  description: 'JSON array of tools in the format of the API, for those without a field here.',
  examples: ['[{ "type": "web_search" }]'],
  items: { type: 'object', required: ['type'], properties: { type: { type: 'string' } } },
};

/** The tools that a query enables, and their options. */
export interface HostedTools {
  web_search?: boolean;
  web_search_options?: {
    allowed_domains?: string[];
    user_location?: object;
    search_context_size?: 'low' | 'medium' | 'high';
    filters?: object;
  };
  file_search_vector_store_ids?: string | string[];
  file_search_options?: object;
  mcp_servers?: Omit<Tool.Mcp, 'type'>[];
  code_interpreter?: boolean;
  code_interpreter_options?: Partial<Tool.CodeInterpreter>;
  image_generation?: boolean;
  image_generation_options?: Partial<Tool.ImageGeneration>;
  partial_images?: number;
  computer_use?: boolean;
  computer_use_options?: { environment?: 'browser'; display_width?: number; display_height?: number };
  tools?: Tool[];
}

/** The options of each tool, by the option that enables it. */
const TOOL_OPTIONS: [tool: keyof HostedTools, ...options: (keyof HostedTools)[]][] = [
  ['web_search', 'web_search_options'],
  ['file_search_vector_store_ids', 'file_search_options'],
  ['code_interpreter', 'code_interpreter_options'],
  ['image_generation', 'image_generation_options', 'partial_images'],
  ['computer_use', 'computer_use_options'],
];

/** Warns of options for tools that are not enabled. */
export function warnOfUnused(options: HostedTools, warn: Context['warn']): void {
  for (const [tool, ...names] of TOOL_OPTIONS) {
    for (const name of names) {
      if (options[name] !== undefined && !options[tool]) warn(name, `${name} was left out because ${tool} is off`);
    }
  }
}

/** The tools of a request, in the order of the form. */
export function toHostedTools(options: HostedTools, { family }: ResolvedModel): Tool[] {
  const stores = options.file_search_vector_store_ids;
  return [
    ...(options.web_search ? [toWebSearch(options.web_search_options ?? {}, family?.sends?.['web_search'])] : []),
    ...(stores
      ? [{ type: 'file_search', vector_store_ids: [stores].flat(), ...options.file_search_options } as const]
      : []),
    ...(options.mcp_servers ?? []).map(server => ({ type: 'mcp', ...server }) as const),
    ...(options.code_interpreter
      ? [{ type: 'code_interpreter', container: { type: 'auto' }, ...options.code_interpreter_options } as const]
      : []),
    ...(options.image_generation
      ? [
          {
            type: 'image_generation',
            ...options.image_generation_options,
            ...(options.partial_images && { partial_images: options.partial_images }),
          } as const,
        ]
      : []),
    ...(options.computer_use ? [toComputer(options.computer_use_options, family?.sends?.['computer_use'])] : []),
    ...(options.tools ?? []),
  ];
}

/** Older models support only the preview of the tool, which cannot restrict domains. */
function toWebSearch(
  { allowed_domains, filters, user_location, ...others }: NonNullable<HostedTools['web_search_options']>,
  name: string | undefined
): Tool {
  const shared = {
    ...others,
    ...(user_location && { user_location: { type: 'approximate' as const, ...user_location } }),
    ...((filters || allowed_domains) && { filters: { ...filters, ...(allowed_domains && { allowed_domains }) } }),
  };
  return name === 'web_search_preview' ? { type: name, ...shared } : { type: 'web_search', ...shared };
}

/** The tool has no options, but its preview needs the environment and the size of the display. */
function toComputer(options: HostedTools['computer_use_options'], name: string | undefined): Tool {
  if (!options && name !== 'computer_use_preview') return { type: 'computer' };
  return { type: 'computer_use_preview', environment: 'browser', display_width: 1024, display_height: 768, ...options };
}

/** Checks that each MCP server has an address and a unique label. */
export function inspectTools({ mcp_servers = [], ...options }: HostedTools, { id, family }: ResolvedModel): Problem[] {
  const problems: Problem[] = [];
  mcp_servers.forEach((server, index) => {
    const field = `mcp_servers[${index}]`;
    if (!server.server_url && !server.connector_id && !server.tunnel_id) {
      problems.push({
        field,
        message: `${field} must have server_url or connector_id`,
        allowed: ['server_url', 'connector_id'],
      });
    }
    if (mcp_servers.findIndex(({ server_label }) => server_label === server.server_label) !== index) {
      problems.push({
        field: `${field}.server_label`,
        message: `${field}.server_label must be unique; "${server.server_label}" is already used`,
      });
    }
  });
  const isPreview = family?.sends?.['web_search'] === 'web_search_preview';
  if (isPreview && options.web_search_options?.allowed_domains) {
    const message = `web_search_options.allowed_domains is not supported by ${id}`;
    problems.push({ field: 'web_search_options', message });
  }
  return problems;
}
