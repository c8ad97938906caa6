import type { ImageGenCompletedEvent, ImageGenPartialImageEvent } from 'openai/resources/images';
import type { Collector } from '../operation';
import { describeBase64, type ImagesAnswer } from './image-result';

type Event = ImageGenPartialImageEvent | ImageGenCompletedEvent;

/** Puts a streamed answer of `n` images together; partial images are passed on as they come. */
export function collectImages(n: number): Collector<ImagesAnswer> {
  const partial_images: string[] = [];
  const finished: ImageGenCompletedEvent[] = [];
  return {
    // The edit endpoint names its events `image_edit.*`; their fields are the same.
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
