import type { Operation } from './operation';
import { cancelResponse } from './operations/cancel-response';
import { chat } from './operations/chat';
import { completion } from './operations/completion';
import { getResponse } from './operations/get-response';
import { imageAnalysis } from './operations/image-analysis';
import { imageEdit } from './operations/image-edit';
import { imageGeneration } from './operations/image-generation';
import { imageVariation } from './operations/image-variation';
import { listModels } from './operations/list-models';
import { respond } from './operations/respond';

/** Every operation by its id, in the order of the form's drop-down. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ['chat', chat],
  ['completion', completion],
  ['respond', respond],
  ['get_response', getResponse],
  ['cancel_response', cancelResponse],
  ['image_generation', imageGeneration],
  ['image_edit', imageEdit],
  ['image_variation', imageVariation],
  ['image_analysis', imageAnalysis],
  ['list_models', listModels],
]);
