import { describeImage } from '../images/picture';
import type { Collector, Progress } from '../operation';
import { isJsonObject } from '../options/json-object';

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

  const show = (event: Record<string, unknown>, numbered: object): Progress[] => {
    const { type, delta, partial_image_b64: picture, partial_image_index: index, response } = event;
    if (type === 'response.output_text.delta' && typeof delta === 'string') {
      text += delta;
      return [{ type: 'text_delta', text: delta, ...numbered }];
    }
    if (type === 'response.image_generation_call.partial_image' && typeof picture === 'string') {
      const { data_url } = describeImage(picture) ?? {};
      if (!data_url) return [];
      partial_images.push(picture);
      return [{ type: 'partial_image', index: Number(index ?? 0), data_url, ...numbered }];
    }
    if (BEGINNINGS.includes(String(type)) && isJsonObject(response)) {
      head = response;
      const { id, status } = response;
      return [{ type: 'status', status: String(status ?? 'in_progress'), id: String(id), ...numbered }];
    }
    const [, tool, status] = TOOL_EVENT.exec(String(type)) ?? [];
    return tool && status ? [{ type: 'status', tool, status, ...numbered }] : [];
  };

  return {
    take(given) {
      const event: Record<string, unknown> = { ...given };
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
      return show(event, typeof sequence_number === 'number' ? { sequence_number } : {});
    },
    text: () => text,
    finish(isClosed) {
      const output = [...items].sort(([one], [other]) => one - other).map(([, one]) => one);
      const isWhole = isClosed && (output.length > 0 || text !== '');
      const last = whole ?? (isWhole ? { ...head, status: 'completed' } : undefined);
      if (!last) return undefined;
      const given = [last['output']].flat().filter(isJsonObject);
      const said = given.length > 0 ? given : output;
      const rest = said.length === 0 && text !== '' && !last['output_text'] ? { output_text: text } : { output: said };
      return { ...last, ...rest, ...(partial_images.length > 0 && { partial_images }) };
    },
  };
}
