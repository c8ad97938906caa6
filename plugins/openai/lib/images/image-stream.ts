import type { ImageGenCompletedEvent, ImageGenPartialImageEvent } from 'openai/resources/images';
import type { Collector } from '../operation';
import { describeBase64, type ImagesResult } from './image-result';

type Event = ImageGenPartialImageEvent | ImageGenCompletedEvent;

/** Assembles a stream of `n` images and reports partial images as they arrive. */
export function collectImages(n: number): Collector<ImagesResult> {
  const partial_images: string[] = [];
  const finished: ImageGenCompletedEvent[] = [];
  return {
    // The edit endpoint's events, `image_edit.*`, have the same fields.
    take(event: Event) {
      if (event.type.endsWith('.completed')) finished.push(event as ImageGenCompletedEvent);
      if (!('partial_image_index' in event)) return [];
      partial_images.push(event.b64_json);
      const { data_url = '' } = describeBase64(event.b64_json);
      return [{ type: 'partial_image', index: event.partial_image_index, data_url }];
    },
    finish() {
      const [first] = finished;
      if (!first || finished.length < n) return undefined;
      const data = finished.map(({ b64_json }) => ({ b64_json }));
      return { created: first.created_at, data, partial_images, usages: finished.map(({ usage }) => usage) };
    },
  };
}
