import { type GivenImage, readImage, readImageReference } from '../attachments/input-image';
import type { UploadedFiles } from '../files/uploaded-files';
import { ApiError, invalidValue, missingParameter, unknownParameter } from '../http/api-error';
import type { JsonObject } from '../http/json';
import type { Form, FormFile } from '../http/multipart';
import { familyOf } from './limits';

/** The pictures of an edit. */
export interface EditInput {
  /** The one to change, then those to look at. */
  images: GivenImage[];
  /** Transparent where the first image may change. */
  mask: GivenImage | undefined;
  /** Notes to lay over the first image. */
  markup: GivenImage | undefined;
}

const megabyte = 1024 ** 2;
const mostImages = 16;
const largestImage = 50 * megabyte;
const largestDallE = 4 * megabyte;
const photoTypes = ['image/jpeg', 'image/png', 'image/webp'];
const fileFields = ['image', 'image[]', 'mask', 'markup'];

function refuseFile(message: string, param: string, code: string): ApiError {
  return new ApiError(message, { type: 'image_generation_user_error', param, code });
}

function quoteList(types: string[]): string {
  const quoted = types.map(type => `'${type}'`);
  return quoted.length === 1 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')}, and ${quoted.at(-1)}`;
}

function checkSize(bytes: Buffer, param: string): void {
  if (bytes.length <= largestImage) return;
  const size = (bytes.length / megabyte).toFixed(1);
  throw refuseFile(`Invalid file '${param}': ${size}MB exceeds the limit of 50MB.`, param, 'image_file_too_large');
}

function refuseContent(param: string): ApiError {
  const place = Number(/\d+/.exec(param)?.[0] ?? 0) + 1;
  const message = `Invalid image file or mode for image ${place}, please check your image file.`;
  return refuseFile(message, param, 'invalid_image_file');
}

async function readFile({ type, bytes }: FormFile, param: string, types: string[]): Promise<GivenImage> {
  if (!types.includes(type)) {
    throw new ApiError(
      `Invalid file '${param}': unsupported mimetype ('${type}'). Supported file formats are ${quoteList(types)}.`,
      { param, code: 'unsupported_file_mimetype' }
    );
  }
  checkSize(bytes, param);
  const image = await readImage(bytes);
  if (image && types.includes(`image/${image.format}`)) return image;
  throw refuseContent(param);
}

/** DALL-E 2 takes one small square. */
export async function readSquare({ type, bytes }: FormFile, param = 'image'): Promise<GivenImage> {
  if (bytes.length >= largestDallE) {
    throw new ApiError('Uploaded image must be a PNG and less than 4 MB.', { param, code: 'image_file_too_large' });
  }
  const image = await readFile({ name: '', type, bytes }, param, ['image/png']);
  if (image.width === image.height) return image;
  throw new ApiError('Uploaded image must be square.', { param, code: 'invalid_image_shape' });
}

function checkCount(count: number, param: string): void {
  if (count <= mostImages) return;
  throw new ApiError(
    `Invalid '${param}': array too long. Expected an array with maximum length ${mostImages}, ` +
      `but got an array with length ${count} instead.`,
    { param, code: 'array_above_max_length' }
  );
}

function checkOverlay({ images: [first] }: EditInput, overlay: GivenImage | undefined, param: string): void {
  if (!overlay || !first) return;
  const fault =
    overlay.format !== 'png'
      ? `${param} must be a PNG`
      : !overlay.hasAlpha
        ? `${param} has no alpha channel`
        : overlay.width !== first.width || overlay.height !== first.height
          ? `${param} size does not match image size`
          : undefined;
  if (fault) throw refuseFile(`Invalid ${param} image format - ${fault}.`, param, `invalid_${param}_image_format`);
}

function checkInput(input: EditInput): EditInput {
  checkOverlay(input, input.mask, 'mask');
  checkOverlay(input, input.markup, 'markup');
  if (input.mask && input.markup) throw invalidValue('markup', "'markup' cannot be combined with 'mask'.");
  return input;
}

export async function readUploads({ fields, files }: Form, model: string): Promise<EditInput> {
  const stray = [...files.keys()].find(name => !fileFields.includes(name));
  if (stray) throw unknownParameter(stray);
  const textual = fileFields.find(name => name in fields);
  if (textual) {
    throw new ApiError(`Invalid type for '${textual}': expected a file, but got a string instead.`, {
      param: textual,
      code: 'invalid_type',
    });
  }
  const single = files.get('image') ?? [];
  const listed = files.get('image[]') ?? [];
  const images = [...single, ...listed];
  if (images.length === 0) throw missingParameter('image');
  checkCount(images.length, 'image');
  const [mask] = files.get('mask') ?? [];
  const [markup] = files.get('markup') ?? [];

  if (model === 'dall-e-2') {
    const [image] = images;
    if (!image || images.length > 1) throw invalidValue('image', 'Only one image is supported with this model.');
    const square = await readSquare(image);
    const cut = mask && (await readSquare(mask, 'mask'));
    return checkInput({ images: [square], mask: cut, markup: undefined });
  }
  const types = familyOf(model).isGptImage ? photoTypes : [...photoTypes, 'image/gif'];
  const nameOf = (index: number) => (single.length > 0 ? 'image' : `image[${index}]`);
  return checkInput({
    images: await Promise.all(images.map((image, index) => readFile(image, nameOf(index), types))),
    mask: mask && (await readFile(mask, 'mask', photoTypes)),
    markup: markup && (await readFile(markup, 'markup', photoTypes)),
  });
}

async function readReference(reference: unknown, param: string, files: UploadedFiles): Promise<GivenImage> {
  const image = await readImageReference(reference, param, files);
  checkSize(image.bytes, param);
  if (photoTypes.includes(`image/${image.format}`)) return image;
  throw refuseContent(param);
}

export async function readReferences(body: JsonObject, files: UploadedFiles): Promise<EditInput> {
  const listed = body['images'];
  if (!Array.isArray(listed)) throw missingParameter('images');
  if (listed.length === 0) {
    throw new ApiError("Invalid 'images': empty array. Expected an array with minimum length 1.", {
      param: 'images',
      code: 'empty_array',
    });
  }
  checkCount(listed.length, 'images');
  const images = await Promise.all(
    listed.map((reference: unknown, index) => readReference(reference, `images[${index}]`, files))
  );
  const mask = body['mask'] ? await readReference(body['mask'], 'mask', files) : undefined;
  return checkInput({ images, mask, markup: undefined });
}

/** The mask of an edit whose images are already known. */
export function checkMask(images: GivenImage[], mask: GivenImage | undefined): EditInput {
  return checkInput({ images, mask, markup: undefined });
}
