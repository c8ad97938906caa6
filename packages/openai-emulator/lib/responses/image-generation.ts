import type { ResponseOutputItem } from 'openai/resources/responses/responses';
import { countTokens } from '../answers/tokens';
import { type GivenImage, readImage, readImageReference } from '../attachments/input-image';
import { ApiError, invalidValue, unknownParameter } from '../http/api-error';
import { type JsonObject, objectsIn, textOf } from '../http/json';
import { newId } from '../http/messages';
import type { Drawer } from '../images/answers';
import { createEditDrawer } from '../images/edit-drawing';
import { checkMask } from '../images/edit-input';
import { checkFidelity } from '../images/edit-rules';
import { createCardDrawer, revisePrompt } from '../images/generations';
import { checkImageOptions, familyOf, readSize, suggestSize } from '../images/limits';
import { countImageUsage, type ImageOrder, nameSize, readOrder, refuseUnsafePrompt } from '../images/order';
import { checkChoice } from '../parameters/checks';
import { join } from './cited-text';
import type { HostedTool, ItemEvent, OutputPart, ToolOutcome, Turn } from './types';

type ImageCall = ResponseOutputItem.ImageGenerationCall;

const defaultModel = 'gpt-image-2';
const parameters = [
  'type action background complexity frame_count frame_duration_ms input_fidelity input_image_mask model moderation',
  'output_compression output_format partial_images quality size svg',
].flatMap(line => line.split(' '));
const wish =
  /\b(draw|paint|sketch|illustrate|render|design|create|generate|make|edit|add|change|turn|replace|remove|put)\b/i;

function modelOf(tool: JsonObject): string {
  return textOf(tool['model']) || defaultModel;
}

/** Says where in the request the refused setting stands. */
function refuseWithin(place: string, check: () => void): void {
  try {
    check();
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { type, param, code } = error.body.error;
    const isOfImages = type === 'image_generation_user_error';
    throw new ApiError(error.message, {
      type,
      param: isOfImages ? 'tools' : `${place}.${param}`,
      ...(code && { code }),
    });
  }
}

function check(tool: JsonObject, place: string): void {
  const unknown = Object.keys(tool).find(name => !parameters.includes(name));
  if (unknown) throw unknownParameter(`${place}.${unknown}`);
  const model = modelOf(tool);
  if (model.startsWith('dall-e')) {
    throw invalidValue(`${place}.model`, `Invalid value: '${model}'. Supported values are the GPT Image models.`);
  }
  refuseWithin(place, () => {
    checkChoice(tool, 'action', ['generate', 'edit', 'auto']);
    checkImageOptions(tool, familyOf(model));
    checkFidelity(tool, model);
  });
}

/** Pictures in the user's messages, oldest first. */
async function readUserImages(items: JsonObject[], { files }: Turn): Promise<GivenImage[]> {
  const parts = items.flatMap(item => objectsIn(item['content'])).filter(({ type }) => type === 'input_image');
  return Promise.all(parts.map(part => readImageReference(part, 'input', files)));
}

/** What an edit starts from: the last picture drawn, then those shown since, or else any shown before. */
async function findPictures(turn: Turn): Promise<GivenImage[]> {
  const { history, input } = turn;
  const lastCall = [...history, ...input].findLast(({ type }) => type === 'image_generation_call');
  const drawn = lastCall && (await readImage(Buffer.from(textOf(lastCall['result']), 'base64')));
  const shown = await readUserImages(input, turn);
  const pictures = drawn ? [drawn, ...shown] : shown;
  return pictures.length > 0 ? pictures : readUserImages(history, turn);
}

async function* streamDrawing(
  item: ImageCall,
  { partialImages }: ImageOrder,
  drawer: Drawer,
  output_index: number
): AsyncIterable<ItemEvent> {
  const place = { item_id: item.id, output_index };
  yield { type: 'response.image_generation_call.in_progress', ...place };
  yield { type: 'response.image_generation_call.generating', ...place };
  for (let step = 0; step < partialImages; step += 1) {
    const picture = await drawer.drawPartial(0, step);
    yield {
      type: 'response.image_generation_call.partial_image',
      ...place,
      partial_image_index: step,
      partial_image_b64: picture.toString('base64'),
      size: item.size ?? '',
      quality: item.quality ?? '',
      background: item.background ?? '',
      output_format: item.output_format ?? '',
    };
  }
  yield { type: 'response.image_generation_call.completed', ...place };
}

async function drawItem(tool: JsonObject, turn: Turn, pictures: GivenImage[]): Promise<OutputPart> {
  const model = modelOf(tool);
  const family = familyOf(model);
  const [first] = pictures;
  const isFree = first && !/^\d+x\d+$/.test(textOf(tool['size']));
  const size = isFree ? suggestSize(family, first) : readSize(tool['size']);
  const order = readOrder({ ...tool, prompt: turn.prompt }, model, size);
  refuseUnsafePrompt(order, turn.request.id);
  const given = tool['input_image_mask'];
  const mask = given ? await readImageReference(given, 'tools', turn.files) : undefined;
  const drawer = first ? createEditDrawer(checkMask(pictures, mask), order) : createCardDrawer(order);

  const id = newId('ig_');
  const item: ImageCall = {
    id,
    type: 'image_generation_call',
    status: 'completed',
    action: first ? 'edit' : 'generate',
    background: order.background,
    output_format: order.format,
    quality: order.quality,
    result: (await drawer.draw(0)).toString('base64'),
    revised_prompt: first ? `The given picture with the words "${turn.prompt}".` : revisePrompt(turn.prompt),
    size: nameSize(order),
  };
  return {
    item,
    draft: { id, type: 'image_generation_call', status: 'in_progress', result: null },
    events: outputIndex => streamDrawing(item, order, drawer, outputIndex),
    tokens: countTokens(turn.prompt),
    imageUsage: countImageUsage(order, turn.body['stream'] === true ? order.partialImages : 0, pictures),
  };
}

async function use(tool: JsonObject, turn: Turn): Promise<ToolOutcome> {
  const pictures = tool['action'] === 'generate' ? [] : await findPictures(turn);
  if (tool['action'] === 'edit' && pictures.length === 0) {
    throw new ApiError("The action 'edit' requires an image in the context, but none was found.", {
      type: 'image_generation_user_error',
      param: 'tools',
      code: 'missing_image',
    });
  }
  const part = await drawItem(tool, turn, pictures);
  return { parts: [part], remark: join(['Here is the picture you asked for.']) };
}

export const imageGeneration: HostedTool = {
  types: ['image_generation'],
  check,
  isWished: ({ prompt }) => wish.test(prompt),
  isReserved: true,
  endsForcedTurn: true,
  use,
};
