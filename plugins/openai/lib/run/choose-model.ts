import {
  defaultModel,
  isShutDown,
  lookUpModel,
  modelsFor,
  type Needs,
  type ResolvedModel,
  serves,
} from '../catalogue/models';
import { nameReplacement } from '../failures/query-error';
import { oneOf } from '../options/one-of';
import type { Problem } from '../options/option';
import { OTHER_MODEL } from '../options/shared-options';
import type { Query, Warning } from './query';

/** The id of the model that a query asks for, or of the default; '' where the operation has no model. */
export function chooseModel(
  { operation: { needs, form }, day }: Query,
  { model_id, model: chosen }: Record<string, unknown>,
  problems: Problem[],
  warnings: Warning[]
): string {
  if (!needs) return '';
  const fallback = liveDefault(defaultModel(needs.default), needs, day);
  const model = typeof chosen === 'string' ? withoutLeftOver(chosen, fallback, warnings) : undefined;
  if (model === OTHER_MODEL && !model_id) {
    problems.push({ field: 'model_id', message: 'model_id is required when model is "other"' });
  }
  // Where the form hides model_id behind "other", one left there from before must not win unseen.
  if (form?.byModel && model_id && model && model !== OTHER_MODEL && model !== model_id) {
    warnings.push({ parameter: 'model', reason: `model_id "${model_id}" was used instead of model "${model}"` });
  }
  const id = model_id ?? model;
  return typeof id === 'string' ? id : fallback;
}

/**
 * Nothing in place of a model of another kind. The host keeps one value of `model` for all operations, so such a model was
 * left there by another operation, whose form alone shows it.
 */
function withoutLeftOver(model: string, fallback: string, warnings: Warning[]): string | undefined {
  const kind = lookUpModel(model).family?.kind;
  if (kind === undefined || kind === lookUpModel(fallback).family?.kind) return model;
  warnings.push({
    parameter: 'model',
    reason: `model "${model}" is of another operation; ${fallback} was used instead`,
  });
  return undefined;
}

/** The default model, or what replaces it once it is shut down and can do the same. */
function liveDefault(id: string, needs: Needs, day: string): string {
  const { model } = lookUpModel(id);
  if (!model || !isShutDown(model, day)) return id;
  const successor = lookUpModel(model.replacement?.[0] ?? '').model;
  return successor && serves(successor, needs) ? liveDefault(successor.id, needs, day) : id;
}

/** Reports a model that does not support the operation, and warns of one that was shut down. */
export function inspectModel(
  query: Query,
  { id, model }: ResolvedModel,
  problems: Problem[],
  warnings: Warning[]
): void {
  const { needs } = query.operation;
  if (!model) return;
  if (needs && !serves(model, needs)) {
    problems.push(wrongModel(query, id, needs));
  } else if (isShutDown(model, query.day)) {
    const reason = `${id} was shut down at OpenAI on ${model.shutdown_date}.${nameReplacement(model.replacement)}`;
    warnings.push({ parameter: 'model', reason });
  }
}

function wrongModel({ operation, day }: Query, id: string, needs: Needs): Problem {
  const able = modelsFor(needs, day);
  const live = able.filter(model => !isShutDown(model, day));
  const ids = (live.length > 0 ? live : able).map(model => model.id);
  return {
    field: 'model',
    message: `model "${id}" cannot ${operation.summary}; use ${oneOf(ids)}`,
    allowed: ids,
  };
}
