import { ApiError } from '../http/api-error';
import { type Answer, type ApiRequest, newId } from '../http/messages';

const lifetimeMs = 60 * 60 * 1000;

/** Files that stand behind links with an expiry date, as those of DALL-E do. */
export interface FileLinks {
  add(file: Buffer, extension: string, request: ApiRequest): string;
  answer(request: ApiRequest): Answer;
}

export function createFileLinks(): FileLinks {
  const files = new Map<string, Buffer>();
  return {
    add: (file, extension, { origin, now }) => {
      const path = `/files/${newId('img-')}.${extension}`;
      files.set(path, file);
      const expiry = new Date(now.getTime() + lifetimeMs).toISOString();
      return `${origin}${path}?se=${encodeURIComponent(expiry)}`;
    },
    answer: ({ path, query, now }) => {
      const file = files.get(path);
      if (!file) throw new ApiError('The specified resource does not exist.', { status: 404 });
      if (!(Date.parse(query.get('se') ?? '') > now.getTime())) {
        throw new ApiError('Server failed to authenticate the request. The link has expired.', { status: 403 });
      }
      return { file, contentType: `image/${path.split('.').pop()}` };
    },
  };
}
