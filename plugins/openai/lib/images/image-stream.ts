import type { Collector } from '../operation';
import { anyObject, number, object, text } from '../transport/fields';
import type { ImagesResult } from './image-result';
import { describeImage, toBase64 } from './picture';

const event = object({
  type: text,
  b64_json: text,
  url: text,
  partial_image_index: number,
  created_at: number,
  usage: anyObject,
});

/** Assembles a stream of images and reports partial images as they arrive. */
export function collectImages(): Collector<ImagesResult> {
  const partial_images: string[] = [];
  const finished: NonNullable<ReturnType<typeof event>>[] = [];
  return {
    take(data) {
      const read = event(data, '', []) ?? {};
      const { type = '', partial_image_index: index, b64_json } = read;
      // The edit endpoint names its events `image_edit.*`; their fields are the same.
      if (index === undefined || type.endsWith('.completed')) {
        if (b64_json || read.url) finished.push(read);
        return [];
      }
      const base64 = toBase64(b64_json);
      const shown = base64 === undefined ? undefined : describeImage(base64);
      if (base64 === undefined || !shown?.data_url) return [];
      partial_images.push(base64);
      return [{ type: 'partial_image', index, data_url: shown.data_url }];
    },
    finish() {
      const [first] = finished;
      if (!first) return undefined;
      const data = finished.map(({ b64_json, url }) => ({ b64_json, url }));
      const usages = finished.map(({ usage }) => usage).filter(usage => usage !== undefined);
      return { response: { created: first.created_at, data }, partial_images, ...(usages.length > 0 && { usages }) };
    },
  };
}
