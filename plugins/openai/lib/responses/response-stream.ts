import type { Response as ModelResponse, ResponseStreamEvent } from 'openai/resources/responses/responses';
import { describeBase64 } from '../images/image-result';
import type { Collector } from '../operation';

/** A response with the previews of its images that the stream contained. */
export type StreamedResponse = ModelResponse & { partial_images?: string[] };

/** The events of tools, such as "response.web_search_call.searching". */
const TOOL_EVENT = /^response\.(\w+?)(?:_call)?\.(in_progress|searching|interpreting|generating|completed|failed)$/;

/** Takes the complete response from the end of a stream and reports progress until then. */
export function collectResponse(): Collector<StreamedResponse> {
  const partial_images: string[] = [];
  let whole: ModelResponse | undefined;
  return {
    take(event: ResponseStreamEvent) {
      const { sequence_number } = event;
      switch (event.type) {
        case 'response.output_text.delta':
          return [{ type: 'text_delta', text: event.delta, sequence_number }];
        case 'response.image_generation_call.partial_image': {
          partial_images.push(event.partial_image_b64);
          const { data_url = '' } = describeBase64(event.partial_image_b64);
          return [{ type: 'partial_image', index: event.partial_image_index, data_url, sequence_number }];
        }
        case 'response.created':
        case 'response.queued':
        case 'response.in_progress': {
          const { id, status = 'in_progress' } = event.response;
          return [{ type: 'status', status, id, sequence_number }];
        }
        case 'response.completed':
        case 'response.incomplete':
        case 'response.failed':
          whole = event.response;
          return [];
        default: {
          const [, tool, status] = TOOL_EVENT.exec(event.type) ?? [];
          return tool && status ? [{ type: 'status', tool, status, sequence_number }] : [];
        }
      }
    },
    finish: () => whole && { ...whole, ...(partial_images.length > 0 && { partial_images }) },
  };
}

/** The usage of a response: its own tokens, and those of generated images. */
export function usagesOf({ usage, tool_usage }: ModelResponse): object[] {
  return [usage, tool_usage?.image_gen].filter(part => part !== undefined && part !== null);
}
