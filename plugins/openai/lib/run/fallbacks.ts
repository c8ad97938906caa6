import { classifyFailure } from '../failures/classify-failure';
import { inspectModelIds } from '../options/model-ids';
import type { Problem } from '../options/option';
import { isOverloaded, isUnbilled } from '../transport/retry';
import type { Failure } from '../types/failure';
import type { Warning } from './query';

/** With these the next model is worth a try. */
const UNAVAILABLE = ['model_not_found', 'organization_verification', 'quota', 'rate_limit'];

/** Whether a model was not available, and has billed nothing. */
export function isUnavailable(failure: Failure): boolean {
  const { kind, status } = failure;
  if (kind !== 'api' || status === undefined || !isUnbilled(failure)) return false;
  return isOverloaded(status) || UNAVAILABLE.includes(classifyFailure(failure).category);
}

const MAX_MODELS = 5;

/** Checks that each model is tried once, and that there are not too many; the option's schema counts a text as one. */
export function inspectFallbacks(ids: string[], first: string): Problem[] {
  if (ids.length > MAX_MODELS) {
    const message = `fallback_models must name at most ${MAX_MODELS} models; got ${ids.length}`;
    return [{ field: 'fallback_models', message, allowed: [`at most ${MAX_MODELS} models`] }];
  }
  const wrong = inspectModelIds('fallback_models', ids);
  if (wrong.length > 0) return wrong;
  const all = [first, ...ids];
  const repeated = ids.find((id, index) => all.indexOf(id) <= index);
  if (repeated === undefined) return [];
  const reason = repeated === first ? 'is the model that is tried first' : 'is named twice';
  const message = `fallback_models must name other models; "${repeated}" ${reason}`;
  return [{ field: 'fallback_models', message, allowed: ['other models'] }];
}

/** The problems that a query has with one of its fallback models only. */
export function nameFallback(id: string, problems: Problem[], known: Problem[] = []): Problem[] {
  const told = new Set(known.map(({ field }) => field));
  const own = problems.filter(({ field }) => !told.has(field));
  return own.map(({ message, allowed }) => ({
    field: 'fallback_models',
    message: `fallback_models: with ${id}, ${message}`,
    ...(allowed && { allowed }),
  }));
}

/** What a builder should know of a model that was not available. */
export function describeUnavailable(id: string, next: string, { status, reason }: Failure): Warning {
  return {
    parameter: 'fallback_models',
    reason: `${id} was not available, so ${next} was tried: HTTP ${status}, ${reason}`,
  };
}
