import { type ReactNode, useId } from 'react';
import { type Field, readValue, type Values } from '../../forms/field';
import { useFormStyle } from './form-style';
import { Tooltip } from './tooltip';
import { widgets } from './widgets/registry';

interface Props {
  field: Field;
  values: Values;
  /** The field holds a secret, which is not shown. */
  isSecretSet: boolean;
  onChange(key: string, value: unknown): void;
}

/** A field with its label and its help. */
export function FieldRow({ field, values, isSecretSet, onChange }: Props): ReactNode {
  const id = useId();
  const isComfortable = useFormStyle() === 'comfortable';
  const Widget = widgets[field.type];
  const shown = isSecretSet ? { ...field, placeholder: 'Set. Leave it empty to keep it.' } : field;
  return (
    <div className="field" data-field={field.key}>
      <div className="field-label">
        {/* biome-ignore lint/a11y/useKeyWithClickEvents: a label has no keys; a code editor, being no form control, does not follow it */}
        <label id={`${id}-label`} htmlFor={id} onClick={() => document.getElementById(id)?.focus()}>
          {field.label}
          {field.isMandatory && isComfortable && <span className="mandatory"> required</span>}
        </label>
        {field.tooltip && <Tooltip about={field.label}>{field.tooltip}</Tooltip>}
        {isSecretSet && (
          <button type="button" className="quiet" onClick={() => onChange(field.key, null)}>
            Remove the stored value
          </button>
        )}
      </div>
      {Widget ? (
        <Widget
          id={id}
          field={shown}
          value={readValue(values, field.key)}
          onChange={value => onChange(field.key, value)}
        />
      ) : (
        <p className="muted">The workbench has no widget for the type {field.type}.</p>
      )}
    </div>
  );
}
