/** What of a request a model reads. */
export interface InputSize {
  /** UTF-8 bytes, and something for what stands around each value: no text has more tokens than that. */
  bytes: number;
  /** Nothing is read besides: no image, no file, nothing that is kept at the server. */
  isWhole: boolean;
}

/** What the API puts around a request. */
const FRAME_BYTES = 200;
/** Around each value. */
const VALUE_BYTES = 8;

/** Parts whose tokens are not those of their text, and names of what is kept elsewhere. */
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

/** Counts what a model can be given to read by a request, from above. */
export function measureInput(body: object): InputSize {
  const size: InputSize = { bytes: FRAME_BYTES, isWhole: true };
  add(body, size);
  return size;
}

function add(value: unknown, size: InputSize): void {
  size.bytes += VALUE_BYTES;
  if (typeof value === 'string') size.bytes += Buffer.byteLength(value);
  else if (Array.isArray(value)) for (const item of value) add(item, size);
  else if (typeof value === 'object' && value !== null) {
    for (const [name, inner] of Object.entries(value) as [string, unknown][]) {
      if (inner === undefined || inner === null) continue;
      const isUncounted = UNCOUNTED.includes(name) || (name === 'type' && UNCOUNTED_TYPES.includes(String(inner)));
      if (isUncounted) size.isWhole = false;
      else {
        size.bytes += Buffer.byteLength(name);
        add(inner, size);
      }
    }
  } else size.bytes += VALUE_BYTES * 2;
}
