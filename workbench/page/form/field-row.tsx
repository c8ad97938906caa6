import { type ReactNode, useId } from 'react';
import { type Field, readValue, type Values } from './field';
import { Tooltip } from './tooltip';
import { widgets } from './widgets/registry';

interface Props {
  field: Field;
  values: Values;
  onChange(key: string, value: unknown): void;
}

/** A field with its label and its help. */
export function FieldRow({ field, values, onChange }: Props): ReactNode {
  const id = useId();
  const Widget = widgets[field.type];
  return (
    <div className="field">
      <div className="field-label">
        <label htmlFor={id}>{field.label}</label>
        {field.tooltip && <Tooltip about={field.label}>{field.tooltip}</Tooltip>}
      </div>
      {Widget ? (
        <Widget
          id={id}
          field={field}
          value={readValue(values, field.key)}
          onChange={value => onChange(field.key, value)}
        />
      ) : (
        <p className="muted">The workbench has no widget for the type {field.type}.</p>
      )}
    </div>
  );
}
