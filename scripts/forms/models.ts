import {
  allModels,
  isShutDown,
  lookUpModel,
  type Model,
  modelsFor,
  type Needs,
} from '../../plugins/openai/lib/catalogue/models';
import type { Operation } from '../../plugins/openai/lib/operation';
import { limitsFor } from '../../plugins/openai/lib/options/limits';
import type { Choice } from './field';

/** The last day on which the catalogue was checked, so that forms change only with the catalogue. */
const DAY = allModels()
  .map(({ checked }) => checked)
  .reduce((latest, checked) => (checked > latest ? checked : latest));

/** The models a form offers for an operation: undated ones first, then those with an end, retired ones last. */
export function listModels(needs: Needs): Model[] {
  const offered = modelsFor(needs, DAY);
  const rank = (model: Model) => (isShutDown(model, DAY) ? 2 : model.shutdown_date ? 1 : 0);
  return offered.toSorted((one, other) => rank(one) - rank(other));
}

/** The same without retired ones where the list is long anyway, for operations that no older query has. */
export function listLiveModels(needs: Needs): Model[] {
  const live = listLivingModels(needs);
  return live.length > 10 ? live : listModels(needs);
}

/** The models that are not retired. */
export function listLivingModels(needs: Needs): Model[] {
  return listModels(needs).filter(model => !isShutDown(model, DAY));
}

/** The entry of a model in a drop-down, with what to know before choosing it. */
export function toChoice(model: Model): Choice {
  const { label, shutdown_date, verification, note } = model;
  const isGone = isShutDown(model, DAY);
  const end = shutdown_date && (isGone ? `shut down ${shutdown_date}` : `until ${shutdown_date}`);
  const notes = [note, end, verification && 'may need a verified organization'].filter(Boolean);
  // The host draws these words as a badge.
  return { name: [label, ...notes].join(' · ') + (isGone ? ' (Deprecated)' : ''), value: model.id };
}

/** A sentence that names the live models that support an option; empty where all do. */
export function describeSupport(id: string, { needs, options }: Operation, name: string): string {
  if (!needs) return '';
  const live = listLivingModels(needs);
  const always: string[] = [];
  const sometimes = new Map<string, string[]>();
  const never: string[] = [];
  for (const model of live) {
    const resolved = lookUpModel(model.id);
    const condition = resolved.family?.only_with?.find(only => only.options.includes(name));
    if (limitsFor(resolved, id, Object.keys(options)).unsupported.includes(name)) never.push(model.label);
    else if (condition) {
      const words = Object.entries(condition.needs).map(
        ([option, values]) => `${options[option]?.title ?? option} ${values.join(' or ')}`
      );
      const key = `with ${words.join(' and ')}${condition.or_absent ? ' or unset' : ''}`;
      sometimes.set(key, [...(sometimes.get(key) ?? []), model.label]);
    } else always.push(model.label);
  }
  if (never.length === 0 && sometimes.size === 0) return '';
  if (sometimes.size === 0 && never.length < always.length) return ` Not supported by ${never.join(', ')}.`;
  const conditional = [...sometimes].map(([condition, labels]) => `; ${condition}: ${labels.join(', ')}`);
  return ` Supported by ${always.join(', ')}${conditional.join('')}.`;
}
