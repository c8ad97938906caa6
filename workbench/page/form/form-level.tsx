import type { ReactNode } from 'react';
import type { Values } from '../../forms/field';
import { readLevel } from '../../forms/level';
import { FieldRow } from './field-row';

interface Props {
  /** The JSON of this level of the form. */
  node: unknown;
  values: Values;
  /** Keys of fields that hold a secret which is not shown. */
  secretsSet?: string[];
  onChange(key: string, value: unknown): void;
}

/** One level of a form and the groups chosen on it, drawn as ToolJet draws them. */
export function FormLevel(props: Props): ReactNode {
  const { node, values, secretsSet = [], onChange } = props;
  const { fields, flips } = readLevel(node, values);
  return (
    <>
      {fields.map(field => (
        <FieldRow
          key={field.key}
          field={field}
          values={values}
          isSecretSet={secretsSet.includes(field.key)}
          onChange={onChange}
        />
      ))}
      {flips.map(({ field, group }) => (
        <div className="flip" key={field.key}>
          <FieldRow field={field} values={values} isSecretSet={false} onChange={onChange} />
          <FormLevel {...props} node={group} />
        </div>
      ))}
    </>
  );
}
