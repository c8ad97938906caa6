import { readJson } from '../failures/answer-check';
import { isJsonObject } from '../options/json-object';
import { anyObject, anything, list, number, object, readAnswer, text } from '../transport/answer-fields';
import { toBase64 } from './picture';

/** An answer of the image API as servers give it. */

const image = object({
  id: text,
  b64_json: text,
  url: anything,
  image_url: anything,
  base64: text,
  revised_prompt: text,
});

const answer = object({
  created: number,
  data: list(anything),
  images: list(anything),
  usage: anyObject,
});

/** One image: its content, or a link to it. */
export interface GivenPicture {
  id?: string;
  base64?: string;
  url?: string;
  revised_prompt?: string;
}

/** The images of an answer, those left out that hold nothing. */
export function readPictures(given: unknown, warn?: (parameter: string, reason: string) => void): GivenPicture[] {
  // Some servers return one image as the body of the response.
  const json = isImage(given) ? [given] : readJson(given);
  const body = Array.isArray(json) ? { data: json } : json;
  const { data, images } = readAnswer(body, answer, warn) ?? {};
  return (data ?? images ?? []).flatMap(one => {
    const picture = toPicture(one);
    return picture.base64 || picture.url ? [picture] : [];
  });
}

const isImage = (given: unknown) => typeof given === 'string' && given.startsWith('data:image/');

function toPicture(given: unknown): GivenPicture {
  const { id, b64_json, base64, url, image_url, revised_prompt } =
    image(typeof given === 'string' ? { url: given, b64_json: given } : given, 'data', []) ?? {};
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
function readUrl(given: unknown): string | undefined {
  const url = isJsonObject(given) ? given['url'] : given;
  return typeof url === 'string' && url !== '' ? url : undefined;
}
