import type { ResolvedModel } from '../catalogue/models';
import type { Context } from '../operation';
import type { Option, Problem } from '../options/option';
import * as shared from '../options/shared-options';
import * as hosted from '../responses/hosted-tools';
import * as responses from '../responses/respond-options';

/** The options of research. */

export const prompt: Option = {
  ...shared.prompt,
  title: 'Research question',
  description: 'What to find out, in detail: scope, period, format of the report. Takes minutes and many tokens.',
  examples: [
    'Compare heat pumps and gas boilers for flats in Portugal: costs over 15 years, with figures and sources.',
  ],
};

export const use_web_search: Option = {
  type: 'boolean',
  title: 'Use web search',
  description: 'Searches the web. On by default.',
  default: true,
};

export const use_code_interpreter: Option = {
  type: 'boolean',
  title: 'Use code interpreter',
  description: 'Runs Python for calculations and analysis. Some models need another source as well.',
};

export const vector_store_ids: Option = {
  ...hosted.file_search_vector_store_ids,
  title: 'Vector store IDs',
  description: 'Searches these vector stores.',
};

export const mcp_servers: Option = {
  ...hosted.mcp_servers,
  description:
    'JSON array of { server_label, server_url or connector_id, authorization, headers, allowed_tools, require_approval }. ' +
    'require_approval must be "never", since research runs unattended.',
};

export const response_id: Option = {
  ...responses.response_id,
  description: 'data.id of the Start action.',
  examples: ['{{queries.research1.data.id}}'],
};

/** The sources of research. */
export interface Sources {
  use_web_search?: boolean;
  use_code_interpreter?: boolean;
  vector_store_ids?: string | string[];
  mcp_servers?: hosted.HostedTools['mcp_servers'];
}

/** The sources as tools of the Responses API. */
export function toHosted({
  use_web_search,
  use_code_interpreter,
  vector_store_ids,
  mcp_servers,
}: Sources): hosted.HostedTools {
  return {
    ...(use_web_search && { web_search: true }),
    ...(use_code_interpreter && { code_interpreter: true }),
    ...(vector_store_ids && { file_search_vector_store_ids: vector_store_ids }),
    ...(mcp_servers && { mcp_servers }),
  };
}

/** Checks that there is a tool, and that no MCP server waits for approval, since research runs unattended. */
export function inspectSources(sources: Sources, model: ResolvedModel): Problem[] {
  const { use_web_search = true, mcp_servers = [] } = sources;
  const problems = hosted.inspectTools(toHosted(sources), model);
  mcp_servers.forEach(({ require_approval }, index) => {
    if (require_approval === 'never') return;
    const field = `mcp_servers[${index}].require_approval`;
    const message = `${field} must be "never", since research runs unattended`;
    problems.push({ field, message, allowed: ['never'] });
  });
  if (use_web_search || sources.use_code_interpreter || hasOtherSource(sources)) return problems;
  const message =
    'at least one tool is required: use_web_search, use_code_interpreter, vector_store_ids or mcp_servers';
  const allowed = ['true', 'use_code_interpreter', 'vector_store_ids', 'mcp_servers'];
  return [...problems, { field: 'use_web_search', message, allowed }];
}

const hasOtherSource = ({ vector_store_ids = [], mcp_servers = [] }: Sources) =>
  vector_store_ids.length > 0 || mcp_servers.length > 0;

/** Warns of a model that OpenAI says requires something to read, and that has nothing. */
export function warnOfSources(sources: Sources, { id, family }: ResolvedModel, warn: Context['warn']): void {
  if (sources.use_web_search || hasOtherSource(sources) || !family?.needs_source) return;
  const sourceOptions = 'use_web_search, vector_store_ids or mcp_servers';
  warn('use_code_interpreter', `OpenAI says that ${id} requires another source as well: ${sourceOptions}`);
}
