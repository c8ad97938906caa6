import { at, textAt } from '../../forms/json';
import { hasExpression } from '../queries/templates';
import type { CanvasComponent } from './component';

type Expose = (component: CanvasComponent, input: unknown, firstValue: unknown) => Record<string, unknown>;

const exposed: Record<string, Expose> = {
  textinput: ({ properties }, input, firstValue) => ({
    value: input ?? firstValue ?? textAt(properties, 'value') ?? '',
  }),
  filepicker: (_, input) => ({ file: Array.isArray(input) ? input : [] }),
  dropdown: ({ properties }, input, firstValue) => ({
    value: input ?? firstValue ?? textAt(properties, 'value') ?? '',
  }),
  number: ({ properties }, input, firstValue) => ({ value: toNumber(input ?? firstValue ?? at(properties, 'value')) }),
  checkbox: ({ properties }, input) => ({ value: (input ?? at(properties, 'value')) === true }),
  date: ({ properties }, input, firstValue) => ({ value: input ?? firstValue ?? textAt(properties, 'value') ?? '' }),
  chat: (_, input) => ({ value: input ?? '' }),
};

/** A number that is typed or written as text; empty where there is none. */
function toNumber(value: unknown): number | '' {
  if (value === '' || value === undefined || value === null) return '';
  const number = Number(value);
  return Number.isFinite(number) ? number : '';
}

/** The text of a component's value at first, if it has to be evaluated. */
export function firstTextOf({ kind, properties }: CanvasComponent): string | undefined {
  const text = exposed[kind] ? textAt(properties, 'value') : undefined;
  return text !== undefined && hasExpression(text) ? text : undefined;
}

/**
 * What `components.<name>` is to expressions, for every component of a canvas.
 *
 * @param inputs What was typed and picked, by the components' ids.
 * @param firstValues Evaluated values at first, by the components' ids.
 */
export function exposeComponents(
  canvas: CanvasComponent[],
  inputs: Record<string, unknown>,
  firstValues: Record<string, unknown>
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    canvas.map(component => {
      // Before it is evaluated, an expression has no value; its text is none.
      const first = firstTextOf(component) === undefined ? undefined : (firstValues[component.id] ?? '');
      return [component.name, exposed[component.kind]?.(component, inputs[component.id], first) ?? {}];
    })
  );
}
