import type { Values } from '../../forms/field';
import { textAt } from '../../forms/json';
import { hasExpression } from '../queries/templates';
import type { CanvasComponent } from './component';
import { exposeForm } from './json-form/expose-form';

/** @param property A property's value, evaluated. */
type Expose = (input: unknown, property: (key: string) => unknown) => Record<string, unknown>;

const exposeText: Expose = (input, property) => ({ value: input ?? property('value') ?? '' });

const exposed: Record<string, Expose> = {
  textinput: exposeText,
  filepicker: input => ({ file: Array.isArray(input) ? input : [] }),
  dropdown: exposeText,
  number: (input, property) => ({ value: toNumber(input ?? property('value')) }),
  checkbox: (input, property) => ({ value: (input ?? property('value')) === true }),
  date: exposeText,
  chat: input => ({ value: input ?? '' }),
  jsonform: (input, property) => exposeForm(property('schema'), property('value'), input),
};

/** A number that is typed or written as text; empty where there is none. */
function toNumber(value: unknown): number | '' {
  if (value === '' || value === undefined || value === null) return '';
  const number = Number(value);
  return Number.isFinite(number) ? number : '';
}

/** The properties that what a component exposes depends on, if they have to be evaluated: their texts by their keys. */
export function textsOf({ kind, properties }: CanvasComponent): [key: string, text: string][] {
  if (!exposed[kind]) return [];
  return ['value', 'schema'].flatMap((key): [string, string][] => {
    const text = textAt(properties, key);
    return text !== undefined && hasExpression(text) ? [[key, text]] : [];
  });
}

/**
 * What `components.<name>` is to expressions, for every component of a canvas.
 *
 * @param inputs What was typed and picked, by the components' ids.
 * @param evaluated Properties that have been evaluated, by the components' ids.
 */
export function exposeComponents(
  canvas: CanvasComponent[],
  inputs: Record<string, unknown>,
  evaluated: Record<string, Values>
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    canvas.map(component => {
      const { id, name, kind, properties } = component;
      // Before it is evaluated, an expression has no value; its text is not its value.
      const now = textsOf(component).map(([key]) => [key, evaluated[id]?.[key] ?? '']);
      const values: Values = { ...properties, ...Object.fromEntries(now) };
      return [name, exposeOne(kind, inputs[id], key => values[key])];
    })
  );
}

function exposeOne(kind: string, ...given: Parameters<Expose>): ReturnType<Expose> {
  try {
    return exposed[kind]?.(...given) ?? {};
  } catch {
    // Drawing the component fails alike, which says so in its place.
    return {};
  }
}
