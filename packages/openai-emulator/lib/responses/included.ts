import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { textsIn } from '../http/json';

/** The names in `include`, from a body or from a query, where they stand one by one. */
export function includedIn(given: unknown): string[] {
  if (!(given instanceof URLSearchParams)) return textsIn(given);
  return [...given].flatMap(([name, value]) => (/^include(\[\d*\])?$/.test(name) ? [value] : []));
}

/** An item without the details that only come when asked for. */
export function showItem(item: ResponseOutputItem, include: string[]): ResponseOutputItem {
  switch (item.type) {
    case 'web_search_call': {
      if (item.action.type !== 'search' || include.includes('web_search_call.action.sources')) return item;
      const { sources, ...action } = item.action;
      return { ...item, action };
    }
    case 'file_search_call':
      return include.includes('file_search_call.results') ? item : { ...item, results: null };
    case 'code_interpreter_call':
      return include.includes('code_interpreter_call.outputs') ? item : { ...item, outputs: null };
    case 'reasoning': {
      if (include.includes('reasoning.encrypted_content')) return item;
      const { encrypted_content, ...shown } = item;
      return shown;
    }
    default:
      return item;
  }
}
