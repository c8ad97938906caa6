import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { logprobsOf } from '../answers/logprobs';
import { textsIn } from '../http/json';
import type { ItemEvent } from './types';

/** The names in `include`, from a body or from a query, where they stand one by one. */
export function includedIn(given: unknown): string[] {
  if (!(given instanceof URLSearchParams)) return textsIn(given);
  return [...given].flatMap(([name, value]) => (/^include(\[\d*\])?$/.test(name) ? [value] : []));
}

/** What of a response is shown. */
export interface Shown {
  /** The names of the details that were asked for. */
  include: string[];
  /** How many tokens are listed that might have been said. */
  top: number;
}

const hasLogprobs = ({ include }: Shown): boolean => include.includes('message.output_text.logprobs');

/** An event of a stream, with how likely its words were where that was asked for. */
export function showEvent(event: ItemEvent, shown: Shown): ItemEvent {
  if (!hasLogprobs(shown)) return event;
  switch (event.type) {
    case 'response.output_text.delta':
      return { ...event, logprobs: logprobsOf(event.delta, shown.top) };
    case 'response.output_text.done':
      return { ...event, logprobs: logprobsOf(event.text, shown.top) };
    default:
      return event;
  }
}

/** An item without the details that only come when asked for. */
export function showItem(item: ResponseOutputItem, shown: Shown): ResponseOutputItem {
  const { include } = shown;
  switch (item.type) {
    case 'message': {
      if (!hasLogprobs(shown)) return item;
      const content = item.content.map(part =>
        part.type === 'output_text' ? { ...part, logprobs: logprobsOf(part.text, shown.top) } : part
      );
      return { ...item, content };
    }
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
