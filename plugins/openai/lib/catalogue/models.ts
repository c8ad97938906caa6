import audio from './audio.json';
import { bare, bareOnDemand } from './bare';
import defaults from './defaults.json';
import embedding from './embedding.json';
import image from './image.json';
import moderation from './moderation.json';
import text from './text.json';

/** JSON Schema as far as options and limits use it. */
export type Schema = Record<string, unknown>;

/** Limits by option; `false` means that the model does not support the option. */
export type Limits = Record<string, Schema | false>;

/** A rule between options, as JSON Schema; `because` is the message where it is broken. */
export interface Rule {
  because: string;
  if: Schema;
  then: Schema;
}

/** Options that are supported only where others have one of the values (or, with `or_absent`, no value). */
interface OnlyWith {
  options: string[];
  needs: Record<string, unknown[]>;
  or_absent?: boolean;
}

/** What models of one family have in common. */
export interface Family {
  kind: 'text' | 'image' | 'embedding' | 'audio' | 'moderation';
  endpoints: string[];
  /** Made for deep research, or named by OpenAI as its replacement. */
  research?: true;
  /** The edit endpoint accepts JSON as well as a form. */
  json_edits?: true;
  /** Its models call the image generation tool. */
  image_tool?: true;
  /** Does research only with a source besides the code interpreter. */
  needs_source?: true;
  /** Supports streamed transcripts. */
  streams_text?: true;
  /** Tells speakers apart, and needs a chunking strategy for long audio. */
  diarizes?: true;
  /** Unlisted model ids that match belong to this family. */
  pattern?: string;
  /** The API's name of an option where it differs. */
  sends?: Record<string, string>;
  /** The size of each orientation. */
  orientations?: Record<string, string>;
  limits: Limits;
  operation_limits?: Record<string, Limits>;
  only_with?: OnlyWith[];
  rules?: Rule[];
}

/** One model. */
export interface Model {
  id: string;
  label: string;
  family: string;
  vision?: boolean;
  context_window?: number;
  max_output_tokens?: number;
  /** YYYY-MM-DD */
  shutdown_date?: string;
  replacement?: string[];
  /** May require a verified organization. */
  verification?: boolean;
  /** Whether it calls the image generation tool, where that is not said of its family. */
  image_tool?: boolean;
  /** Why to choose it, in a few words. */
  note?: string;
  /** Not offered in forms. */
  hidden?: boolean;
  limits?: Limits;
  /** The value by which ToolJet's older plugin saved the model. */
  stored_as?: string;
  source: string[];
  /** YYYY-MM-DD */
  checked: string;
}

/** What is known about a model id: a listed model, only the family of its name, or nothing. */
export interface ResolvedModel {
  id: string;
  model?: Model;
  familyName?: string;
  family?: Family;
}

const FILES: { families: object; models: object[] }[] = [text, image, embedding, audio, moderation];

const FAMILIES = new Map<string, Family>(FILES.flatMap(({ families }) => Object.entries(families)));
const findFamily = bareOnDemand(FAMILIES);
const MODELS = new Map(FILES.flatMap(({ models }) => models as Model[]).map(model => [model.id, model]));
const findModel = bareOnDemand(MODELS);

/** Every family by its name. */
export const allFamilies = (): Map<string, Family> =>
  new Map([...FAMILIES.keys()].map(name => [name, familyNamed(name)]));

/** Every listed model, in the order forms show them. */
export const allModels = (): Model[] => [...MODELS.keys()].flatMap(id => findModel(id) ?? []);

let patterns: [familyName: string, pattern: RegExp][] | undefined;

/** The family whose unlisted models have such ids. */
function familyLike(id: string): string | undefined {
  patterns ??= [...FAMILIES].flatMap(([name, { pattern }]) => (pattern ? [[name, new RegExp(pattern)]] : []));
  return patterns.find(([, pattern]) => pattern.test(id))?.[0];
}

/** Looks up a model id. A fine-tune (`ft:<base>:...`) resolves to its base, without the base's shutdown date. */
export function lookUpModel(id: string): ResolvedModel {
  const base = id.startsWith('ft:') ? id.split(':')[1] : undefined;
  const listed = findModel(base ?? id);
  if (listed) {
    const { shutdown_date, replacement, ...undated } = listed;
    return { id, model: base ? bare(undated) : listed, familyName: listed.family, family: familyOf(listed) };
  }
  const familyName = familyLike(base ?? id);
  return bare(familyName === undefined ? { id } : { id, familyName, family: familyNamed(familyName) });
}

/** The family of a listed model. */
export function familyOf(model: Model): Family {
  return familyNamed(model.family);
}

function familyNamed(name: string): Family {
  const family = findFamily(name);
  if (!family) throw new Error(`The catalogue has no family "${name}"`);
  return family;
}

/** What a default model is for, such as "text". */
export type DefaultModel = keyof typeof defaults;

/** The id of the model that is used where a query names none. */
export function defaultModel(use: DefaultModel): string {
  return defaults[use];
}

/** What an operation requires of a model: one of the endpoints, and other capabilities. */
export interface Needs {
  endpoints: string[];
  vision?: true;
  research?: true;
}

/** Whether a listed model meets the needs of an operation. A capability that is unknown counts as met. */
export function serves(model: Model, needs: Needs): boolean {
  const family = familyOf(model);
  const hasEndpoint = family.endpoints.some(endpoint => needs.endpoints.includes(endpoint));
  return hasEndpoint && (!needs.vision || model.vision !== false) && (!needs.research || family.research === true);
}

/** The listed models that meet the needs, those not yet shut down on `day` (YYYY-MM-DD) first. */
export function modelsFor(needs: Needs, day: string): Model[] {
  const serving = allModels().filter(model => !model.hidden && serves(model, needs));
  return [...serving.filter(model => !isShutDown(model, day)), ...serving.filter(model => isShutDown(model, day))];
}

/** Whether the model's shutdown date is `day` (YYYY-MM-DD) or earlier. */
export function isShutDown(model: Model, day: string): boolean {
  return model.shutdown_date !== undefined && model.shutdown_date <= day;
}
