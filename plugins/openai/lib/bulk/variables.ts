import type { Problem } from '../options/option';
import { inspectTemplate, readTemplate } from './template';

/** Texts with `[[name]]` for what `variables` holds. */
interface Templates {
  prompt?: string | undefined;
  instructions?: string | null | undefined;
  variables?: object;
}

/** Puts the variables into the texts; without variables, brackets are what they are. */
export function fillVariables<Options extends Templates>(options: Options): Options {
  const { prompt, instructions, variables } = options;
  if (!variables) return options;
  return {
    ...options,
    ...(prompt && { prompt: readTemplate(prompt).fill(variables) }),
    ...(instructions && { instructions: readTemplate(instructions).fill(variables) }),
  };
}

/** Checks that the variables fill every placeholder. */
export function inspectVariables({ prompt, instructions, variables }: Templates): Problem[] {
  if (!variables) return [];
  return [
    ...inspectTemplate('prompt', prompt, [variables], true),
    ...inspectTemplate('instructions', instructions ?? undefined, [variables], true),
  ].map(problem => ({
    ...problem,
    message: problem.message
      .replace('from row 1: the row has', 'from variables, which have')
      .replace('fields of the row are', 'fields of variables are')
      .replace('The row has no fields', 'The variables have no fields'),
  }));
}
