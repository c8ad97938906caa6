import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

/** How forms are drawn: as the host does, or with what makes them easier to read. */
export type FormStyle = 'comfortable' | 'tooljet';

const key = 'workbench.form-style';
const style = createStore<{ style: FormStyle }>(() => ({
  style: window.localStorage.getItem(key) === 'tooljet' ? 'tooljet' : 'comfortable',
}));

/** Draws forms in this style from now on. */
export function setFormStyle(chosen: FormStyle): void {
  style.setState({ style: chosen });
  window.localStorage.setItem(key, chosen);
}

/** How forms are drawn now. */
export const useFormStyle = (): FormStyle => useStore(style, state => state.style);
