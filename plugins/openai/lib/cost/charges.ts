import type { ToolName } from '../catalogue/prices';
import { readUsage, type Usage } from './usage';

/** What a model is billed for. */
export interface ModelCharge {
  /** The model, where it is not the one that responded. */
  model?: string | undefined;
  /** The id in the request for it, where the connection may have a price for that. */
  requested?: string | undefined;
  /** The model that responded, where not all responses of a query need be of one. */
  responded?: string | undefined;
  usage?: Usage | undefined;
  /** The tier that served the request; `batch` for the Batch API. */
  service_tier?: string | null | undefined;
  /** The images made, each by size and, where known, quality: "1024x1024 hd". */
  images?: string[];
  /** The usage is the sum of several requests. */
  isSum?: boolean;
}

/** What hosted tools are billed for besides tokens. */
interface ToolCharge {
  tool: ToolName;
  calls: number;
}

/** One part of what a query is billed for. */
export type Charge = ModelCharge | ToolCharge;

/** What determines the charges of a response; compatible servers may leave any of it out. */
export interface BilledResponse {
  output?: { type?: string | undefined; action?: object | undefined; svg_usage?: object | undefined }[] | undefined;
  tools?: { type?: string | undefined; model?: string | undefined }[] | undefined;
  tool_usage?:
    | { image_gen?: object | undefined; web_search?: { num_requests?: number | undefined } | undefined }
    | undefined;
  usage?: object | undefined;
  service_tier?: string | undefined;
  background_options?: { completion_window?: string | undefined } | undefined;
}

/** Output items that cost only their tokens. */
const TOKENS_ONLY = [
  'message',
  'reasoning',
  'function_call',
  'custom_tool_call',
  'computer_call',
  'mcp_list_tools',
  'mcp_call',
  'mcp_approval_request',
];
const CHARGED_ITEMS = ['web_search_call', 'file_search_call', 'image_generation_call'];

/** What a response is billed for; null where it used a tool whose cost the response does not show. */
export function chargesOf(response: BilledResponse): Charge[] | null {
  const { output = [], tools = [], tool_usage, background_options } = response;
  if (isLaterWindow(background_options) || output.some(({ svg_usage }) => svg_usage)) return null;
  if (output.some(({ type = 'message' }) => !TOKENS_ONLY.includes(type) && !CHARGED_ITEMS.includes(type))) return null;
  const count = (type: string) => output.filter(item => item.type === type).length;
  const searches = tool_usage?.web_search?.num_requests ?? countSearches(response);
  // The preview version of web search has other prices for some models.
  if (searches > 0 && tools.some(({ type }) => type?.startsWith('web_search_preview'))) return null;
  const charges: Charge[] = [{ usage: readUsage(response.usage), service_tier: response.service_tier }];
  if (searches > 0) charges.push({ tool: 'web_search', calls: searches });
  if (count('file_search_call') > 0) charges.push({ tool: 'file_search', calls: count('file_search_call') });
  if (count('image_generation_call') > 0) {
    const tool = tools.find(({ type }) => type === 'image_generation');
    const model = tool?.model;
    if (model === undefined) return null;
    charges.push({ model, usage: readUsage(tool_usage?.image_gen) });
  }
  return charges;
}

/** Longer windows to complete in have prices of their own. */
function isLaterWindow(options: { completion_window?: string | undefined } | undefined): boolean {
  return options?.completion_window !== undefined && options.completion_window !== 'soonest';
}

/** Opening a page does not count as a search. */
function countSearches({ output = [] }: BilledResponse): number {
  const isSearch = (action: object | undefined) => action !== undefined && Reflect.get(action, 'type') === 'search';
  return output.filter(({ type, action }) => type === 'web_search_call' && isSearch(action)).length;
}
