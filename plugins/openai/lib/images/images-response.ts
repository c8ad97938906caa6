import { readJson } from '../failures/body-check';
import { isJsonObject } from '../options/json-object';
import { anyObject, anything, list, number, object, readFields, text } from '../transport/fields';
import { toBase64 } from './picture';

/** A response of the image API as servers send it. */

const image = object({
  id: text,
  b64_json: text,
  url: anything,
  image_url: anything,
  base64: text,
  revised_prompt: text,
});

const imagesResponse = object({
  created: number,
  data: list(anything),
  images: list(anything),
  usage: anyObject,
});

/** One image: its content, or a link to it. */
export interface SentPicture {
  id?: string;
  base64?: string;
  url?: string;
  revised_prompt?: string;
}

/** The images of a response, without empty ones. */
export function readPictures(response: unknown, warn?: (parameter: string, reason: string) => void): SentPicture[] {
  // Some servers return one image as the body of the response.
  const json = isImage(response) ? [response] : readJson(response);
  const body = Array.isArray(json) ? { data: json } : json;
  const { data, images } = readFields(body, imagesResponse, warn) ?? {};
  return (data ?? images ?? []).flatMap(one => {
    const picture = toPicture(one);
    return picture.base64 || picture.url ? [picture] : [];
  });
}

const isImage = (entry: unknown) => typeof entry === 'string' && entry.startsWith('data:image/');

function toPicture(entry: unknown): SentPicture {
  const { id, b64_json, base64, url, image_url, revised_prompt } =
    image(typeof entry === 'string' ? { url: entry, b64_json: entry } : entry, 'data', []) ?? {};
  const stated = readUrl(url) ?? readUrl(image_url);
  const links = [stated, b64_json].filter(one => one !== undefined && /^https?:\/\//i.test(one));
  const content =
    toBase64(b64_json) ?? toBase64(base64) ?? (stated?.startsWith('data:') ? toBase64(stated) : undefined);
  return {
    ...(id && { id }),
    ...(content && { base64: content }),
    ...(links[0] && { url: links[0] }),
    ...(revised_prompt && { revised_prompt }),
  };
}

/** A link, or one in an object as chat has it. */
function readUrl(entry: unknown): string | undefined {
  const url = isJsonObject(entry) ? entry['url'] : entry;
  return typeof url === 'string' && url !== '' ? url : undefined;
}
