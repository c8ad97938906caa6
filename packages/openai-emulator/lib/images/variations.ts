import sharp from 'sharp';
import type { GivenImage } from '../attachments/input-image';
import { blur } from '../drawing/picture';
import type { FileLinks } from '../files/links';
import { ApiError, missingParameter } from '../http/api-error';
import { textOf } from '../http/json';
import type { Answer, ApiRequest } from '../http/messages';
import { readForm } from '../http/multipart';
import { refuseUnknownParameters } from '../parameters/checks';
import { answerAsDallE, type Drawer } from './answers';
import { readSquare } from './edit-input';
import { checkImageOptions, familyOf, readSize, type Size } from './limits';
import { readOrder } from './order';

const onlyModel = 'dall-e-2';
const parameters = ['model', 'n', 'size', 'user', 'response_format'];

/** Mirrors every other picture and gives each a tint of its own. */
function createVariationDrawer({ bytes }: GivenImage, size: Size): Drawer {
  const compose = (variant: number): Promise<Buffer> => {
    const hue = (variant * 67 + 30) % 360;
    const tint = Buffer.from(
      `<svg xmlns="http://www.w3.org/2000/svg" width="${size.width}" height="${size.height}">` +
        `<rect width="100%" height="100%" fill="hsl(${hue}, 80%, 50%)" fill-opacity="0.35"/></svg>`
    );
    return sharp(bytes)
      .resize(size.width, size.height)
      .flop(variant % 2 === 0)
      .composite([{ input: tint, blend: 'atop' }])
      .png({ compressionLevel: 2 })
      .toBuffer();
  };
  return {
    draw: compose,
    drawPartial: async (variant, step) => (await blur(sharp(await compose(variant)), size, step)).png().toBuffer(),
  };
}

export async function answerImageVariation(request: ApiRequest, links: FileLinks): Promise<Answer> {
  const { fields, files } = readForm(request);
  const model = textOf(fields['model']) || onlyModel;
  if (model !== onlyModel) {
    throw new ApiError(`Invalid value: '${model}'. Value must be '${onlyModel}'.`, {
      param: 'model',
      code: 'invalid_value',
    });
  }
  refuseUnknownParameters({ ...fields, ...Object.fromEntries(files) }, [...parameters, 'image']);
  const [file] = files.get('image') ?? [];
  if (!file) throw missingParameter('image');
  checkImageOptions(fields, familyOf(model));
  const image = await readSquare(file);
  const order = readOrder(fields, model, readSize(fields['size']));
  const commission = { order, drawer: createVariationDrawer(image, order.size), references: [image] };
  return answerAsDallE(commission, request, links, { wantsBase64: fields['response_format'] === 'b64_json' });
}
