import { ChevronDown, ChevronRight } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Values } from '../../forms/field';
import { isObject } from '../../forms/json';
import { type Flip, readLevel } from '../../forms/level';
import { FieldRow } from './field-row';
import { useFormStyle } from './form-style';

interface Props {
  /** The JSON of this level of the form. */
  node: unknown;
  values: Values;
  /** Keys of fields that hold a secret which is not shown. */
  secretsSet?: string[];
  onChange(key: string, value: unknown): void;
}

/** One level of a form and the groups chosen on it, in the host's order. */
export function FormLevel(props: Props): ReactNode {
  const { node, values, secretsSet = [], onChange } = props;
  const isComfortable = useFormStyle() === 'comfortable';
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
      {flips.map(flip => (
        <div className="flip" key={flip.field.key}>
          {isComfortable && findFold(flip, node) ? (
            <Disclosure flip={flip} fold={findFold(flip, node)} onChange={onChange} />
          ) : (
            <FieldRow field={flip.field} values={values} isSecretSet={false} onChange={onChange} />
          )}
          <FormLevel {...props} node={flip.group} />
        </div>
      ))}
    </>
  );
}

/** The two choices of a flip that only hides and shows fields. */
interface Fold {
  hide: string;
  show: string;
}

function findFold({ field: { choices } }: Flip, node: unknown): Fold | undefined {
  const [first, second] = choices;
  if (!first || !second || choices.length !== 2 || !isObject(node)) return undefined;
  const hasFields = ({ value }: { value: string }): boolean => {
    const group = node[value];
    return isObject(group) && Object.keys(group).length > 0;
  };
  return !hasFields(first) && hasFields(second) ? { hide: first.value, show: second.value } : undefined;
}

interface DisclosureProps {
  flip: Flip;
  fold: Fold | undefined;
  onChange(key: string, value: unknown): void;
}

function Disclosure({ flip: { field, group }, fold, onChange }: DisclosureProps): ReactNode {
  const isOpen = group !== undefined && isObject(group) && Object.keys(group).length > 0;
  const Icon = isOpen ? ChevronDown : ChevronRight;
  return (
    <div data-field={field.key}>
      <button
        type="button"
        className="disclosure"
        aria-expanded={isOpen}
        onClick={() => onChange(field.key, isOpen ? fold?.hide : fold?.show)}
      >
        <Icon size={16} aria-hidden />
        {field.label}
      </button>
    </div>
  );
}
