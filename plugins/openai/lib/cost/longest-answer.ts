import { lookUpModel } from '../catalogue/models';

/** A text as long as the longest answer to a request. Tokens count as characters: no token has fewer. */
export function longestAnswer(request: object): string {
  const limits = ['max_tokens', 'max_completion_tokens', 'max_output_tokens'].map(name => Reflect.get(request, name));
  const stated = limits.filter(limit => typeof limit === 'number' && limit > 0);
  const model: unknown = Reflect.get(request, 'model');
  const { max_output_tokens = 0 } = (typeof model === 'string' && lookUpModel(model).model) || {};
  return 'x'.repeat(Math.min(1_000_000, stated.length > 0 ? Math.max(...stated) : max_output_tokens));
}
