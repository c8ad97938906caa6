import { daysUntil, endsSoon, lastingModels, nameSuccessors, successorsOf } from '../catalogue/endings';
import {
  defaultModel,
  isShutDown,
  lookUpModel,
  modelsFor,
  type Needs,
  type ResolvedModel,
  serves,
} from '../catalogue/models';
import { countOf } from '../options/count';
import { someOf } from '../options/one-of';
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
  return successorsOf(model, day, needs)[0] ?? id;
}

/** Reports a model that does not support the operation, and warns of one that was shut down or will be soon. */
export function inspectModel(
  query: Query,
  { id, model }: ResolvedModel,
  options: Record<string, unknown>,
  problems: Problem[],
  warnings: Warning[]
): void {
  const { day, statedEnds, operation } = query;
  const { needs } = operation;
  if (model && needs && !serves(model, needs)) {
    problems.push(wrongModel(query, id, needs));
    return;
  }
  const end = model?.shutdown_date ?? statedEnds.get(id);
  if (end === undefined || !endsSoon({ shutdown_date: end }, day)) return;
  const days = daysUntil(end, day);
  const successors = model ? successorsOf(model, day, needs) : [];
  // A default that nobody chose is replaced by its successor on that day.
  const isChosen = options['model_id'] !== undefined || options['model'] === id;
  if (!isChosen && days > 0 && successors.length > 0) return;
  const when =
    days > 0 ? `shuts down at OpenAI on ${end}, in ${countOf(days, 'day')}` : `was shut down at OpenAI on ${end}`;
  // Of models that somebody chose, the catalogue may not have every replacement that OpenAI has named.
  const advice = days > 0 || !isChosen || successors.length > 0 ? nameSuccessors(successors) : '';
  warnings.push({ parameter: 'model', reason: `${id} ${when}.${advice}` });
}

function wrongModel({ operation, day }: Query, id: string, needs: Needs): Problem {
  const lasting = lastingModels(needs, day);
  const ids = (lasting.length > 0 ? lasting : modelsFor(needs, day)).map(model => model.id);
  return {
    field: 'model',
    message: `model "${id}" cannot ${operation.summary}; use ${someOf(ids)}`,
    allowed: ids,
  };
}
