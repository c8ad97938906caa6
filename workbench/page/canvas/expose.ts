import { textAt } from '../../forms/json';
import { evaluate, hasExpression, type Scope } from '../queries/evaluate';
import type { CanvasComponent } from './component';

type Expose = (component: CanvasComponent, input: unknown, scope: Scope) => Record<string, unknown>;

const exposed: Record<string, Expose> = {
  textinput: ({ properties }, input, scope) => ({ value: input ?? readFirstValue(textAt(properties, 'value'), scope) }),
  filepicker: (_, input) => ({ file: Array.isArray(input) ? input : [] }),
};

/**
 * What `components.<name>` is to expressions, for every component of a canvas.
 *
 * @param inputs What was typed and picked, by the components' ids.
 * @param scope For the expressions of values at first.
 */
export function exposeComponents(
  canvas: CanvasComponent[],
  inputs: Record<string, unknown>,
  scope: Scope
): Record<string, Record<string, unknown>> {
  return Object.fromEntries(
    canvas.map(component => [component.name, exposed[component.kind]?.(component, inputs[component.id], scope) ?? {}])
  );
}

/** A value that cannot be evaluated yet is empty; the property's own field says why. */
function readFirstValue(text = '', scope: Scope): unknown {
  if (!hasExpression(text)) return text;
  try {
    return evaluate(text, scope) ?? '';
  } catch {
    return '';
  }
}
