import { createContext, useContext } from 'react';
import type { Values } from '../../forms/field';
import { collectFields } from '../../forms/form-fields';
import { at, isObject } from '../../forms/json';

/** What a part of the page knows of the form that it shows or speaks of. */
export interface FormFacts {
  /** The operation that is chosen, if one is. */
  operation: string;
  /** What the form calls its fields, by their keys. */
  labels: Record<string, string>;
}

const noFacts: FormFacts = { operation: '', labels: {} };
const FormContext = createContext<FormFacts>(noFacts);

/** Tells a part of the page which form it is about. */
export const FormProvider = FormContext.Provider;

/** The form that this part of the page is about. */
export const useForm = (): FormFacts => useContext(FormContext);

const known = new WeakMap<object, Map<string, FormFacts>>();

/** What there is to know of the form of a query. Read once for each operation of a form. */
export function readForm(operations: unknown, options: Values): FormFacts {
  const operation = String(options['operation'] ?? '');
  if (!isObject(operations)) return noFacts;
  const byOperation = known.get(operations) ?? new Map<string, FormFacts>();
  known.set(operations, byOperation);
  const facts = byOperation.get(operation) ?? { operation, labels: readLabels(operations, operation) };
  byOperation.set(operation, facts);
  return facts;
}

const readLabels = (operations: unknown, operation: string): Record<string, string> =>
  Object.fromEntries(
    collectFields(at(operations, 'properties', operation)).flatMap(({ key, appearances: [first] }) =>
      first ? [[key, first.field.label]] : []
    )
  );

/**
 * A message with labels in the place of keys, as in "Max tokens must be an integer". Keys that are ordinary words, such
 * as "prompt", stay: they may be meant as words.
 */
export function inLabels(text: string, labels: Record<string, string>): string {
  const keys = Object.keys(labels).filter(key => /[a-z0-9]_[a-z0-9]/.test(key));
  if (keys.length === 0) return text;
  const longestFirst = keys.toSorted((a, b) => b.length - a.length).join('|');
  return text.replace(new RegExp(`(?<!["'\\w.\\[/])(?:${longestFirst})(?!["'\\w])`, 'g'), key => labels[key] ?? key);
}
