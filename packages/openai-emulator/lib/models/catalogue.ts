import data from './models.json';

/** What is known of a model. What no source states is absent, and is not enforced. */
export interface KnownModel {
  id: string;
  /** The day from which the API no longer serves it. */
  shutdown_date?: string;
  replacement?: string;
  /** Without /v1. */
  endpoints: string[];
  /** The reasoning efforts it takes. Absent: it does not reason, or they are unknown. */
  efforts?: string[];
  default_effort?: string;
  /** When temperature, top_p and the penalties cannot be chosen. */
  sampling?: string;
  stop?: boolean;
  max_tokens?: boolean;
  context_window?: number;
  max_output_tokens?: number;
  vision?: boolean;
  dimensions?: { default: number; adjustable: boolean };
}

const models: KnownModel[] = data.models;

/** The models of the emulator, by id, in the order in which they are listed. */
export const catalogue: ReadonlyMap<string, KnownModel> = new Map(models.map(model => [model.id, model]));
