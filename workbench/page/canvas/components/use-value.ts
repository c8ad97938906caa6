import { at } from '../../../forms/json';
import { useQueryState, useQueryStore } from '../../queries/use-queries';
import type { CanvasComponent } from '../component';

/** What a component holds, and the way to change it; expressions read it as `components.<name>.value`. */
export function useValue({ id, name }: CanvasComponent): [value: unknown, setValue: (value: unknown) => void] {
  const store = useQueryStore();
  const value = useQueryState(({ components }) => at(components[name], 'value'));
  return [value, next => store.setInput(id, next)];
}
