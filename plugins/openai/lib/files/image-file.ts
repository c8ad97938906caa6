import { imageSize } from 'image-size';

/** The facts of an image that its content shows. */
export interface ImageFacts {
  mime_type: string;
  bytes: number;
  /** In pixels, as displayed, with EXIF rotation applied; absent if the header does not state it. */
  width?: number;
  height?: number;
}

const MIME_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  svg: 'image/svg+xml',
  avif: 'image/avif',
  heic: 'image/heic',
  heif: 'image/heif',
  bmp: 'image/bmp',
  tiff: 'image/tiff',
  ico: 'image/x-icon',
  jxl: 'image/jxl',
  'jxl-stream': 'image/jxl',
};

/** Detects the type and dimensions of an image from its content; nothing if it is not an image. */
export function readImageFacts(content: Uint8Array): ImageFacts | undefined {
  const header = readHeader(content);
  const mime_type = header && MIME_TYPES[header.type ?? ''];
  if (!mime_type) return undefined;
  // EXIF orientations from 5 on swap width and height.
  const [width, height] = (header.orientation ?? 1) < 5 ? [header.width, header.height] : [header.height, header.width];
  return { mime_type, bytes: content.byteLength, width, height };
}

/** Smaller buffers may share their memory, and the library would read on behind the end of a file that is cut. */
const SHARED = 8192;

function readHeader(content: Uint8Array): ReturnType<typeof imageSize> | undefined {
  try {
    return imageSize(content.byteLength < SHARED ? Uint8Array.from(content) : content);
  } catch {
    // The library throws for data that is not an image.
    return undefined;
  }
}
