import type { Option } from '../options/option';

/** A link, or one for each file. */
export type SaveTo = string | string[];

/** Where results are put that would be too large for an app. */
export const save_to: Option = {
  type: ['string', 'array'],
  title: 'Save to',
  description: 'A presigned link, or a list of them, to upload the files to; the result then holds links.',
  examples: ['{{queries.presign1.data.url}}'],
  items: { type: 'string', minLength: 1 },
  minItems: 1,
};
