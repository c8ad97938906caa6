import type { Problem } from '../options/option';
import { readTemplate, Unfillable } from './template';

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
  return Object.entries({ prompt, instructions }).flatMap(([field, text]) => {
    const reason = text && findFault(text, variables, field === 'prompt');
    return reason ? [{ field, message: `${field} ${reason}`, allowed: listNames(variables) }] : [];
  });
}

const listNames = (variables: object): string[] => Object.keys(variables).map(name => `[[${name}]]`);

/** What is wrong with a text, completing "prompt ...". */
function findFault(text: string, variables: object, isRequired: boolean): string | undefined {
  try {
    const filled = readTemplate(text).fill(variables);
    return isRequired && filled.trim() === '' ? 'is empty after its variables are filled in' : undefined;
  } catch (error) {
    if (!(error instanceof Unfillable)) throw error;
    if (!error.isMissing) return `cannot be filled: "${error.field}" in variables cannot be converted to JSON`;
    const names = listNames(variables);
    const known = names.length > 0 ? `variables has ${names.join(', ')}` : 'variables is empty';
    return `uses [[${error.field}]], which variables does not define; ${known}. Write \\[[ for literal brackets`;
  }
}
