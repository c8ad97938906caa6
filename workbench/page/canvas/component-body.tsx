import type { ReactNode } from 'react';
import { DrawingBoundary } from '../shell/drawing-boundary';
import type { CanvasComponent } from './component';
import { components } from './components/registry';
import { kinds } from './kinds';
import { useBound } from './scope';

/** A component with the values it has now, or what is wrong with its expressions. */
export function ComponentBody({ component }: { component: CanvasComponent }): ReactNode {
  const { values, problems, waiting } = useBound(component.properties);
  const Draw = components[component.kind];
  if (!Draw) return null;
  if (problems.length > 0) {
    const fields = kinds.get(component.kind)?.fields ?? [];
    return (
      <ul className="notice error" aria-label={`Problems of ${component.name}`}>
        {problems.map(({ field, message }) => (
          <li key={field}>
            {fields.find(({ key }) => key === field)?.label ?? field}: {message}
          </li>
        ))}
      </ul>
    );
  }
  return (
    <DrawingBoundary name={component.name} values={values}>
      <Draw component={component} values={values} waiting={waiting} />
    </DrawingBoundary>
  );
}
