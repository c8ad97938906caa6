import { type ReactNode, useId } from 'react';
import { setFormStyle, useFormStyle } from './form-style';

/** Chooses whether forms are drawn as the host draws them. */
export function FormStyleChoice(): ReactNode {
  const style = useFormStyle();
  const id = useId();
  return (
    <div className="check form-style">
      <label htmlFor={id}>Form</label>
      <select
        id={id}
        value={style}
        onChange={({ target }) => setFormStyle(target.value === 'tooljet' ? 'tooljet' : 'comfortable')}
      >
        <option value="comfortable">comfortable</option>
        <option value="tooljet">as ToolJet shows it</option>
      </select>
    </div>
  );
}
