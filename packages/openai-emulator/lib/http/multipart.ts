import { ApiError } from './api-error';
import { type FormPart, splitForm } from './form-parts';
import { isObject, type JsonObject } from './json';
import type { ApiRequest } from './messages';

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

export function isMultipart({ headers }: Pick<ApiRequest, 'headers'>): boolean {
  return headers['content-type']?.startsWith('multipart/') ?? false;
}

/** `name[]` adds to a list, `name[key]` to an object. */
function putText(fields: JsonObject, name: string, text: string): void {
  const [, outer = '', key = ''] = /^([^[\]]+)\[([^[\]]*)\]$/.exec(name) ?? [];
  const earlier = fields[outer];
  if (!outer) fields[name] = text;
  else if (!key) fields[outer] = [...(Array.isArray(earlier) ? earlier : []), text];
  else fields[outer] = { ...(isObject(earlier) && earlier), [key]: text };
}

function parseForm({ headers, rawBody }: ApiRequest): FormPart[] {
  try {
    return splitForm(rawBody, headers['content-type'] ?? '');
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

const forms = new WeakMap<ApiRequest, Form>();

/** The form of a request; read once, however often it is asked for. Its fields are texts until they are checked. */
export function readForm(request: ApiRequest): Form {
  const known = forms.get(request);
  if (known) return known;
  if (!isMultipart(request)) {
    throw new ApiError("Invalid Content-Type header. Expected 'multipart/form-data'.", { status: 415 });
  }
  const fields: JsonObject = {};
  const files = new Map<string, FormFile[]>();
  for (const { name, filename, type, bytes } of parseForm(request)) {
    const earlier = files.get(name) ?? [];
    if (!name.endsWith('[]') && (name in fields || earlier.length > 0)) refuseDuplicate(name);
    if (filename === undefined) putText(fields, name, bytes.toString('utf8'));
    else files.set(name, [...earlier, { name: filename, type, bytes }]);
  }
  const form = { fields, files };
  forms.set(request, form);
  return form;
}
