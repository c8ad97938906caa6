import type { Operation } from './operation';
import { chat } from './operations/chat';
import { completion } from './operations/completion';
import { imageGeneration } from './operations/image-generation';
import { listModels } from './operations/list-models';

/** Every operation by its id, in the order of the form's drop-down. */
export const operations: ReadonlyMap<string, Operation> = new Map([
  ['chat', chat],
  ['completion', completion],
  ['image_generation', imageGeneration],
  ['list_models', listModels],
]);
