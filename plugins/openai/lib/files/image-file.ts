import { imageSize } from 'image-size';

/** What an image's own bytes say of it. */
export interface ImageFacts {
  mime_type: string;
  bytes: number;
  /** Pixels as shown, turned as a camera says; absent where the header does not tell. */
  width?: number;
  height?: number;
}

const MIME_TYPES: Record<string, string> = {
  png: 'image/png',
  jpg: 'image/jpeg',
  webp: 'image/webp',
  gif: 'image/gif',
  svg: 'image/svg+xml',
};

/** Reads type and size from an image's bytes, never from what somebody says they are; nothing where it is no image. */
export function readImageFacts(content: Uint8Array): ImageFacts | undefined {
  const header = readHeader(content);
  const mime_type = header && MIME_TYPES[header.type ?? ''];
  if (!mime_type) return undefined;
  // EXIF: from 5 on the picture is stored lying on its side.
  const [width, height] = (header.orientation ?? 1) < 5 ? [header.width, header.height] : [header.height, header.width];
  return { mime_type, bytes: content.byteLength, width, height };
}

function readHeader(content: Uint8Array): ReturnType<typeof imageSize> | undefined {
  try {
    return imageSize(content);
  } catch {
    // The library throws for whatever it cannot read; to us that is an answer: no image we know.
    return undefined;
  }
}
