import { ApiError, unsupportedParameter } from '../http/api-error';
import { isAbsent, listValues } from '../parameters/checks';
import { findModel } from './models';

const reasoningTokens: Record<string, number> = { minimal: 8, low: 32, medium: 64, high: 128, xhigh: 256, max: 512 };

/** The effort that a model spends; undefined for models that do not reason, or of which it is not known. */
export function effortOf(model: string, asked: unknown): string | undefined {
  const known = findModel(model);
  if (!known?.efforts) return undefined;
  return typeof asked === 'string' && asked ? asked : (known.default_effort ?? 'medium');
}

/** Whether temperature, top_p and the penalties can be chosen. */
export function samplesFreely(model: string, effort: unknown): boolean {
  const sampling = findModel(model)?.sampling;
  return sampling === undefined || (sampling === 'without_reasoning' && effortOf(model, effort) === 'none');
}

/** Tokens spent on thinking, within what the limit of the answer leaves. */
export function countReasoningTokens(model: string, effort: unknown, maxTokens: number | undefined): number {
  // A model thinks within the same limit; half of it at most here, so that a small limit still shows some text.
  const thinkingLimit = Math.floor((maxTokens ?? Number.MAX_SAFE_INTEGER) / 2);
  return Math.min(reasoningTokens[effortOf(model, effort) ?? 'none'] ?? 0, thinkingLimit);
}

/** Rejects an effort that the model does not have. @param param How the endpoint names it. */
export function checkEffort(model: string, effort: unknown, param: string): void {
  const known = findModel(model);
  if (!known || isAbsent(effort)) return;
  // Of a model that samples as no reasoning model does, it is known that it does not reason.
  if (!known.efforts) {
    if (known.max_tokens === false) return;
    throw unsupportedParameter(param);
  }
  if (known.efforts.includes(String(effort))) return;
  throw new ApiError(
    `Unsupported value: '${String(effort)}' is not supported with the '${model}' model. ` +
      `Supported values are: ${listValues(known.efforts)}.`,
    { param, code: 'unsupported_value' }
  );
}
