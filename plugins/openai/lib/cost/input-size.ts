import { isJsonObject } from '../options/json-object';

/** The size of a model's input. */
export interface InputSize {
  /** UTF-8 bytes, with an allowance around each value. No text has more tokens than bytes. */
  bytes: number;
  /** The model reads nothing else: no image, no file, nothing stored at the server. */
  isWhole: boolean;
}

/** Allowance for what the API adds to a request. */
const FRAME_BYTES = 200;
/** Allowance around each value. */
const VALUE_BYTES = 8;

/** Parts whose tokens are not those of their text, and references to what is stored elsewhere. */
const UNCOUNTED = [
  'image_url',
  'file',
  'file_id',
  'file_data',
  'file_url',
  'input_audio',
  'audio',
  'previous_response_id',
  'conversation',
];
const UNCOUNTED_TYPES = ['item_reference', 'image_generation_call', 'computer_call_output'];

/** The maximum size of the input of a request. */
export function measureInput(body: object): InputSize {
  const size: InputSize = { bytes: FRAME_BYTES, isWhole: true };
  add(body, size);
  return size;
}

function add(value: unknown, size: InputSize): void {
  size.bytes += VALUE_BYTES;
  if (typeof value === 'string') size.bytes += Buffer.byteLength(value);
  else if (Array.isArray(value)) for (const item of value) add(item, size);
  else if (isJsonObject(value)) for (const [name, inner] of Object.entries(value)) addField(name, inner, size);
  else size.bytes += VALUE_BYTES * 2;
}

function addField(name: string, value: unknown, size: InputSize): void {
  if (value === undefined || value === null) return;
  if (UNCOUNTED.includes(name) || (name === 'type' && UNCOUNTED_TYPES.includes(String(value)))) {
    size.isWhole = false;
    return;
  }
  size.bytes += Buffer.byteLength(name);
  add(value, size);
}
