import { isJsonObject } from '../options/json-object';
import type { RequestEffect } from '../types/request-effect';

/** Endpoints that return text or numbers and store nothing unless the request says so. */
const TEXT = ['/chat/completions', '/completions', '/embeddings', '/moderations'];

/** Tools of a response that only look something up, or leave the acting to the app. */
const READING_TOOLS = ['function', 'custom', 'file_search', 'web_search', 'web_search_preview'];

/** What a request does, as far as its method, path and body tell. */
export function effectOf(method: string, path: string, body: unknown): RequestEffect {
  if (method !== 'POST') return ['GET', 'HEAD', 'DELETE'].includes(method) ? 'none' : 'lasting';
  // Stopping something twice stops it once.
  if (/^\/(responses|batches)\/[^/]+\/cancel$/.test(path)) return 'none';
  if (!isJsonObject(body)) return 'lasting';
  if (path === '/responses') return isTextResponse(body) ? 'text' : 'lasting';
  return TEXT.includes(path) && isPlainText(body) ? 'text' : 'lasting';
}

function isPlainText({ store, modalities }: Record<string, unknown>): boolean {
  return store !== true && (!Array.isArray(modalities) || modalities.every(kind => kind === 'text'));
}

function isTextResponse({ conversation, background, tools }: Record<string, unknown>): boolean {
  if (conversation || background) return false;
  if (tools === undefined || tools === null) return true;
  return (
    Array.isArray(tools) && tools.every(tool => isJsonObject(tool) && READING_TOOLS.some(kind => kind === tool['type']))
  );
}
