import { isWebAddress, readImageUrl } from '../attachments/input-image';
import { ApiError, invalidType, invalidValue, missingParameter } from '../http/api-error';
import { isObject, type JsonObject, objectsIn, textOf } from '../http/json';
import { type Answer, type ApiRequest, newId } from '../http/messages';
import { checkList, checkText, nameType, refuseUnknownParameters, requireParameters } from '../parameters/checks';
import { categories, scoreOf } from './categories';

/** What is judged as one. */
interface Subject {
  /** Undefined where there is no text at all. */
  text?: string;
  /** What little the emulator knows of each image: the words of its address. */
  images: string[];
}

const defaultModel = 'omni-moderation-latest';
const flaggedFrom = 0.5;
const maximumImages = 1;

function wordsOfAddress(url: string): string {
  if (!isWebAddress(url)) return '';
  return new URL(url).pathname.replace(/%[0-9a-f]{2}|[^a-z]+/gi, ' ').trim();
}

async function readImagePart(part: JsonObject, place: string): Promise<string> {
  const given = isObject(part['image_url']) ? part['image_url'] : {};
  if (typeof given['url'] !== 'string') throw missingParameter(`${place}.image_url.url`);
  await readImageUrl(given['url'], `${place}.image_url.url`);
  return wordsOfAddress(given['url']);
}

function checkImages(parts: JsonObject[]): void {
  const count = parts.filter(part => part['type'] === 'image_url').length;
  if (count <= maximumImages) return;
  const message = `Number of images (${count}) exceeds maximum of ${maximumImages}`;
  throw new ApiError(message, { param: 'input', code: 'too_many_images' });
}

async function readParts(parts: JsonObject[]): Promise<Subject> {
  checkImages(parts);
  const texts: string[] = [];
  const images: string[] = [];
  for (const [index, part] of parts.entries()) {
    const place = `input[${index}]`;
    if (part['type'] === 'image_url') images.push(await readImagePart(part, place));
    else if (part['type'] !== 'text') {
      const given = String(part['type']);
      throw invalidValue(place, `Invalid value: '${given}'. Supported values are: 'text' and 'image_url'.`);
    } else if (typeof part['text'] !== 'string') throw missingParameter(`${place}.text`);
    else texts.push(part['text']);
  }
  return { ...(texts.length > 0 && { text: texts.join('\n') }), images };
}

/** A text is judged alone, as is each text of a list; parts are judged together. */
async function readSubjects(body: JsonObject): Promise<Subject[]> {
  const { input } = body;
  if (typeof input === 'string') return [{ text: input, images: [] }];
  checkList(body, 'input', { minimum: 1, maximum: Number.POSITIVE_INFINITY });
  const items: unknown[] = Array.isArray(input) ? input : [];
  const parts = objectsIn(items);
  if (parts.length > 0 && parts.length === items.length) return [await readParts(parts)];
  return items.map((text, index) => {
    if (typeof text === 'string') return { text, images: [] };
    throw invalidType(`input[${index}]`, 'a string', nameType(text));
  });
}

/** The words of images count as what is seen in them. */
function judge({ text, images }: Subject) {
  const judged = categories.map(category => {
    const seen = category.isSeen ? images : [];
    const scores = [text, ...seen].filter(words => words !== undefined).map(words => scoreOf(words, category));
    const types = [...(text === undefined ? [] : ['text']), ...(seen.length > 0 ? ['image'] : [])];
    return { name: category.name, score: Math.max(0, ...scores), types };
  });
  const table = <Value>(of: (one: (typeof judged)[number]) => Value): Record<string, Value> =>
    Object.fromEntries(judged.map(one => [one.name, of(one)]));
  return {
    flagged: judged.some(({ score }) => score >= flaggedFrom),
    categories: table(({ score }) => score >= flaggedFrom),
    category_scores: table(({ score }) => score),
    category_applied_input_types: table(({ types }) => types),
  };
}

export async function answerModeration({ body }: ApiRequest): Promise<Answer> {
  const asked = isObject(body) ? body : {};
  requireParameters(asked, ['input']);
  refuseUnknownParameters(asked, ['input', 'model']);
  checkText(asked, 'model', 200);
  const model = textOf(asked['model']) || defaultModel;
  const subjects = await readSubjects(asked);
  return { body: { id: newId('modr-'), model, results: subjects.map(judge) } };
}
