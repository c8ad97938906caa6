import type { ReactNode } from 'react';
import type { Values } from './field';
import { FieldRow } from './field-row';
import { readLevel } from './level';

interface Props {
  /** The JSON of this level of the form. */
  node: unknown;
  values: Values;
  onChange(key: string, value: unknown): void;
}

/** One level of a form and the groups chosen on it, drawn as ToolJet draws them. */
export function FormLevel({ node, values, onChange }: Props): ReactNode {
  const { fields, flips } = readLevel(node, values);
  return (
    <>
      {fields.map(field => (
        <FieldRow key={field.key} field={field} values={values} onChange={onChange} />
      ))}
      {flips.map(({ field, group }) => (
        <div className="flip" key={field.key}>
          <FieldRow field={field} values={values} onChange={onChange} />
          <FormLevel node={group} values={values} onChange={onChange} />
        </div>
      ))}
    </>
  );
}
