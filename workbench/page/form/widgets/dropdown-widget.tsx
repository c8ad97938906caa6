import type { ReactNode } from 'react';
import { isUnset } from '../../../forms/absent';
import type { Choice } from '../../../forms/field';
import { useFormStyle } from '../form-style';
import { useServerChoices } from '../server-lists';
import { toText, type WidgetProps } from './widget';

/** A drop-down. A value that the list does not have is sent all the same, so it is shown, or hidden as the host hides it. */
export function DropdownWidget({ id, field, value, onChange }: WidgetProps): ReactNode {
  const isComfortable = useFormStyle() === 'comfortable';
  const served = useServerChoices(field.key);
  const onServer = isComfortable ? served : [];
  const text = toText(value);
  const isListed = [...field.choices, ...onServer].some(choice => choice.value === text);
  const unlisted = isComfortable && text !== '' ? `${text} (not in the list)` : 'Select..';
  const isOnServer = (choice: Choice): boolean => onServer.some(other => other.value === choice.value);
  return (
    <select id={id} value={isListed ? text : ''} onChange={event => onChange(event.target.value)}>
      <button type="button">
        <selectedcontent />
      </button>
      {!isListed && <option value="">{unlisted}</option>}
      {onServer.length === 0 ? (
        <Options choices={field.choices} />
      ) : (
        <>
          <Options choices={field.choices.filter(({ value: choice }) => isUnset(choice))} />
          <optgroup label="On the connected server">
            <Options choices={onServer} />
          </optgroup>
          <optgroup label="Not listed by the connected server">
            <Options choices={field.choices.filter(choice => !isUnset(choice.value) && !isOnServer(choice))} />
          </optgroup>
        </>
      )}
    </select>
  );
}

const Options = ({ choices }: { choices: Choice[] }): ReactNode =>
  choices.map(({ value, name }) => (
    <option key={value} value={value}>
      {nameOf(name)}
    </option>
  ));

const RETIRED = '(Deprecated)';

/** The host draws a badge in the place of this word; browsers that draw drop-downs themselves show it as text. */
const nameOf = (name: string): ReactNode =>
  name.includes(RETIRED) ? (
    <>
      {name.replace(RETIRED, '').trim()} <span className="retired">Deprecated</span>
    </>
  ) : (
    name
  );
