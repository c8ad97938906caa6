import {
  allModels,
  defaultModel,
  familyOf,
  lookUpModel,
  type Model,
  type ResolvedModel,
  serves,
} from '../catalogue/models';
import * as image from '../images/image-options';
import type { Checks } from '../options/checker';
import { limitsFor, type ModelLimits } from '../options/limits';
import { someOf } from '../options/one-of';
import type { Option, Problem } from '../options/option';
import { findProblems } from '../options/problems';
import type { HostedTools } from './hosted-tools';

/** The options of the image tool that are options of the image operations too. */
const SHARED: Record<string, Option> = {
  size: image.size,
  quality: image.quality,
  background: image.background,
  output_format: image.output_format,
  output_compression: image.output_compression,
  moderation: image.moderation,
  input_fidelity: image.input_fidelity,
  complexity: image.complexity,
  frame_count: image.frame_count,
  frame_duration_ms: image.frame_duration_ms,
  partial_images: image.partial_images,
};

const NEEDS = { endpoints: ['/images/generations'] };

/** The bounds of these options that hold for every model. */
export const imageToolChecks: Checks = { id: 'image_tool', required: [], options: SHARED, rules: [] };

/** What an image model supports of them. */
export const imageToolLimits = (resolved: ResolvedModel): ModelLimits =>
  limitsFor(resolved, 'image_tool', Object.keys(SHARED));

const PREFIX = 'image_generation_options';

/** Checks the options of the image tool by the limits of its image model, as those of an image operation are. */
export function inspectImageTool({
  image_generation,
  image_generation_options: options = {},
  partial_images,
}: HostedTools): Problem[] {
  if (!image_generation) return [];
  const resolved = lookUpModel(options.model ?? defaultModel('image_tool'));
  const { id, model } = resolved;
  if (model && !serves(model, NEEDS)) {
    const allowed = listLasting(one => serves(one, NEEDS));
    const message = `model "${id}" cannot generate images; use one of ${allowed.join(', ')}`;
    return [prefixed({ field: 'model', message, allowed })];
  }
  const given: Record<string, unknown> = { ...(partial_images && { partial_images }), ...options };
  const values = Object.fromEntries(Object.entries(given).filter(([name, value]) => name in SHARED && value !== null));
  const { checks, unsupported } = imageToolLimits(resolved);
  const stated = Object.fromEntries(
    Object.entries(SHARED).map(([name, option]) => [name, { ...option, ...checks.options[name] }])
  );
  const general = findProblems(imageToolChecks, values, stated);
  const found = new Set(general.map(({ field }) => field));
  const narrower = findProblems(checks, values, stated, () => id).filter(({ field }) => !found.has(field));
  const left = unsupported
    .filter(name => name in values)
    .map(name => ({ field: name, message: `${name} is not supported by ${id}` }));
  return [...general, ...narrower, ...left].map(prefixed);
}

const prefixed = (problem: Problem): Problem => ({
  ...problem,
  field: `${PREFIX}.${problem.field}`,
  message: `${PREFIX}.${problem.message}`,
});

/** The ids of the models that are able to, and whose end is not set. */
const listLasting = (isAble: (model: Model) => boolean): string[] =>
  allModels()
    .filter(model => !model.hidden && !model.shutdown_date && isAble(model))
    .map(({ id }) => id);

/** Whether a model is known to call the image tool. */
const callsImageTool = (model: Model) => model.image_tool ?? familyOf(model).image_tool ?? false;

/** Warns where a known model is not among those that call the image tool. */
export function warnOfMainline(
  { image_generation }: HostedTools,
  { id, model }: ResolvedModel,
  warn: (parameter: string, reason: string) => void
): void {
  if (!image_generation || !model || callsImageTool(model)) return;
  const able = listLasting(callsImageTool);
  warn('image_generation', `OpenAI does not list ${id} among the models that call this tool; use ${someOf(able)}`);
}
