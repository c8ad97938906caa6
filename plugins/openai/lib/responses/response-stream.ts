import { describeImage } from '../images/picture';
import type { Collector } from '../operation';
import { isJsonObject } from '../options/json-object';
import type { Progress } from '../types/progress';

/** The events of tools, such as "response.web_search_call.searching". */
const TOOL_EVENT = /^response\.(\w+?)(?:_call)?\.(in_progress|searching|interpreting|generating|completed|failed)$/;

const BEGINNINGS = ['response.created', 'response.queued', 'response.in_progress'];
const ENDS = ['response.completed', 'response.incomplete', 'response.failed', 'response.cancelled'];

/** Waits for the whole response at the end of a stream; what can be shown before is passed on as it comes. */
export function collectResponse(): Collector<object> {
  const partial_images: string[] = [];
  /** Items by their place, for servers whose last event holds none. */
  const items = new Map<number, unknown>();
  const seen = new Set<unknown>();
  let text = '';
  let head: object = {};
  let whole: Record<string, unknown> | undefined;

  const show = (event: Record<string, unknown>): Progress[] => {
    const { type, delta, partial_image_b64: image, partial_image_index: index, response } = event;
    if (type === 'response.output_text.delta' && typeof delta === 'string') {
      text += delta;
      return [{ type: 'text_delta', text: delta }];
    }
    if (type === 'response.image_generation_call.partial_image' && typeof image === 'string') {
      const { data_url } = describeImage(image) ?? {};
      if (!data_url) return [];
      partial_images.push(image);
      return [{ type: 'partial_image', index: Number(index ?? 0), data_url }];
    }
    if (BEGINNINGS.includes(String(type)) && isJsonObject(response)) {
      head = response;
      const { id, status } = response;
      return [{ type: 'status', status: String(status ?? 'in_progress'), id: String(id) }];
    }
    return showTool(String(type));
  };

  return {
    take(data) {
      const event: Record<string, unknown> = { ...data };
      const { sequence_number, type, response, item, output_index } = event;
      // A repeated event says nothing new.
      if (sequence_number !== undefined && seen.has(sequence_number)) return [];
      seen.add(sequence_number);
      if (ENDS.includes(String(type))) {
        if (isJsonObject(response)) whole = response;
        return [];
      }
      if (type === 'response.output_item.done' && isJsonObject(item))
        items.set(Number(output_index ?? items.size), item);
      const shown = show(event);
      return typeof sequence_number === 'number' ? shown.map(one => ({ ...one, sequence_number })) : shown;
    },
    text: () => text,
    finish(isClosed) {
      const output = [...items].sort(([one], [other]) => one - other).map(([, one]) => one);
      const isWhole = isClosed && (output.length > 0 || text !== '');
      const last = whole ?? (isWhole ? { ...head, status: 'completed' } : undefined);
      if (!last) return undefined;
      const own = [last['output']].flat().filter(isJsonObject);
      const shown = own.length > 0 ? own : output;
      const rest =
        shown.length === 0 && text !== '' && !last['output_text'] ? { output_text: text } : { output: shown };
      return { ...last, ...rest, ...(partial_images.length > 0 && { partial_images }) };
    },
  };
}

function showTool(type: string): Progress[] {
  const [, tool, status] = TOOL_EVENT.exec(type) ?? [];
  return tool && status ? [{ type: 'status', tool, status }] : [];
}
