import type { Option } from './option';

/** The option of operations that may use another model. */
export interface FallbackOptions {
  fallback_models?: string | string[];
}

export const fallback_models: Option = {
  type: ['string', 'array'],
  title: 'Fallback models',
  description: 'Tried in order if the model is unknown, overloaded or out of quota, and nothing was billed.',
  examples: ['gpt-5.4-mini, gpt-4.1'],
  pattern: '[^\\s,]',
  items: { type: 'string', pattern: '[^\\s,]' },
  minItems: 1,
};
