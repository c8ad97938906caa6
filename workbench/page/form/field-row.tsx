import { type ReactNode, useId } from 'react';
import { type Field, readValue, type Values } from '../../forms/field';
import { ComfortableLabel, HostLabel } from './field-label';
import { useFormStyle } from './form-style';
import { widgets } from './widgets/registry';

interface Props {
  field: Field;
  values: Values;
  /** The field holds a secret, which is not shown. */
  isSecretSet: boolean;
  onChange(key: string, value: unknown): void;
}

/** What the host shows in an encrypted field, also where nothing is stored. */
const HIDDEN = '**************';

/** A field with its label and its help. */
export function FieldRow({ field, values, isSecretSet, onChange }: Props): ReactNode {
  const id = useId();
  const isComfortable = useFormStyle() === 'comfortable';
  const Widget = widgets[field.type];
  const placeholder = isComfortable ? isSecretSet && 'Set. Leave it empty to keep it.' : field.isEncrypted && HIDDEN;
  const shown = placeholder ? { ...field, placeholder } : field;
  return (
    <div className="field" data-field={field.key}>
      <div className="field-label">
        {isComfortable ? <ComfortableLabel id={id} field={field} /> : <HostLabel id={id} field={field} />}
        {isSecretSet && isComfortable && (
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
      {field.help && !(isComfortable && [field.tooltip, field.placeholder].includes(field.help)) && (
        <p className="muted field-help">{field.help}</p>
      )}
    </div>
  );
}
