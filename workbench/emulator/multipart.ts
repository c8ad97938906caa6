import { ApiError } from './api-error';
import type { ApiRequest } from './http';
import { isObject, type JsonObject } from './json';

/** A file as a form carries it. */
export interface FormFile {
  name: string;
  /** The media type that the sender claims. */
  type: string;
  bytes: Buffer;
}

export interface Form {
  /** Everything but the files, by field name. */
  fields: JsonObject;
  files: Map<string, FormFile[]>;
}

const numberFields = [
  ...['n', 'output_compression', 'partial_images', 'frame_count', 'frame_duration_ms'],
  ...['temperature', 'threshold', 'prefix_padding_ms', 'silence_duration_ms'],
];

export function isMultipart({ headers }: Pick<ApiRequest, 'headers'>): boolean {
  return headers['content-type']?.startsWith('multipart/') ?? false;
}

/** Forms know only texts; what cannot be read stays one, so that the checks can name its type. */
function toValue(name: string, text: string): unknown {
  if (numberFields.includes(name) && /^-?\d+(\.\d+)?$/.test(text)) return Number(text);
  if (name === 'stream' && /^(true|false)$/i.test(text)) return text.toLowerCase() === 'true';
  return text;
}

/** `name[]` adds to a list, `name[key]` to an object. */
function putText(fields: JsonObject, name: string, text: string): void {
  const [, outer = '', key = ''] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(name) ?? [];
  const earlier = fields[outer];
  if (!outer) fields[name] = toValue(name, text);
  else if (!key) fields[outer] = [...(Array.isArray(earlier) ? earlier : []), text];
  else fields[outer] = { ...(isObject(earlier) && earlier), [key]: toValue(key, text) };
}

async function parseForm({ headers, rawBody }: ApiRequest): Promise<FormData> {
  try {
    const type = headers['content-type'] ?? '';
    return await new Response(new Uint8Array(rawBody), { headers: { 'content-type': type } }).formData();
  } catch {
    throw new ApiError('We could not parse the multipart form of your request.');
  }
}

function refuseDuplicate(name: string): never {
  throw new ApiError(
    `Duplicate parameter: '${name}'. You provided multiple values for this parameter, whereas only one is allowed. ` +
      `If you are trying to provide a list of values, use the array syntax instead e.g. '${name}[]=<value>'.`,
    { param: name, code: 'duplicate_parameter' }
  );
}

export async function readForm(request: ApiRequest): Promise<Form> {
  if (!isMultipart(request)) {
    throw new ApiError("Invalid Content-Type header. Expected 'multipart/form-data'.", { status: 415 });
  }
  const fields: JsonObject = {};
  const files = new Map<string, FormFile[]>();
  for (const [name, value] of await parseForm(request)) {
    const earlier = files.get(name) ?? [];
    if (!name.endsWith('[]') && (name in fields || earlier.length > 0)) refuseDuplicate(name);
    if (typeof value === 'string') putText(fields, name, value);
    else {
      const bytes = Buffer.from(await value.arrayBuffer());
      files.set(name, [...earlier, { name: value.name, type: value.type, bytes }]);
    }
  }
  return { fields, files };
}
