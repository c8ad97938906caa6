import type { ResolvedModel } from '../catalogue/models';
import type { Problem } from '../options/option';
import type { PreviousImage } from './image-options';

interface EditOptions extends PreviousImage {
  image?: unknown;
  mask?: unknown;
  markup?: unknown;
  moderation?: unknown;
  n?: number | null | undefined;
  output_format?: string | null | undefined;
}

/** Checks what an edit starts from, and which of its inputs cannot be combined. */
export function inspectEdit(options: EditOptions, model: ResolvedModel): Problem[] {
  const previous = previousField(options);
  if (options.mask && options.output_format === 'gif') {
    return [{ field: 'mask', message: 'mask is not supported when output_format is gif', allowed: [''] }];
  }
  if (!options.image && !previous) {
    return [{ field: 'image', message: 'image is required unless previous_response_id or image_id is set' }];
  }
  const conflict = options.mask ? 'mask' : options.moderation ? 'moderation' : previous;
  if (options.markup && conflict) {
    return [{ field: 'markup', message: `markup and ${conflict} cannot be combined`, allowed: [''] }];
  }
  return previous ? inspectPrevious(previous, options, model) : [];
}

function previousField({ previous_response_id, image_id }: PreviousImage): keyof PreviousImage | undefined {
  if (previous_response_id) return 'previous_response_id';
  return image_id ? 'image_id' : undefined;
}

function inspectPrevious(field: keyof PreviousImage, { n }: EditOptions, { id, family }: ResolvedModel): Problem[] {
  if (family && !family.json_edits && !family.pattern) {
    const message = `${field} is not supported by ${id}; choose a GPT Image model`;
    return [{ field, message, allowed: ['a GPT Image model'] }];
  }
  if ((n ?? 1) === 1) return [];
  return [{ field: 'n', message: `n must be 1 when ${field} is set; got ${n}`, allowed: [1] }];
}
