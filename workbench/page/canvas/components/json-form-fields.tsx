import { type ReactNode, useId } from 'react';
import { at } from '../../../forms/json';
import { toText } from '../../form/widgets/widget';
import type { JsonField } from '../json-form/fields';
import { choicesOf } from '../json-form/schema';
import { chosenOf } from '../json-form/values';

interface Props {
  fields: JsonField[];
  /** What the boxes hold, by the fields' keys. */
  entries: unknown;
  /** What is to be said of a field, by its path. */
  errorOf(path: string): string | undefined;
  /** @param keys Where the entry stands, from the outermost group. */
  onChange(keys: string[], entry: unknown): void;
  onLeave(path: string): void;
}

/** The fields of a form or of a group within it. */
export const JsonFormFields = ({ fields, entries, onChange, ...rest }: Props): ReactNode =>
  fields.map(field => {
    const change = (below: string[], entry: unknown): void => onChange([field.key, ...below], entry);
    const entry = at(entries, field.key);
    return field.shape === 'group' ? (
      <fieldset key={field.path} className="canvas-form-group">
        <legend>{field.label}</legend>
        {field.help && <p className="muted field-help">{field.help}</p>}
        <JsonFormFields fields={field.fields} entries={entry} onChange={change} {...rest} />
      </fieldset>
    ) : (
      <Alone key={field.path} field={field} entry={entry} onChange={change} {...rest} />
    );
  });

/** A field that is no group. */
const Alone = ({ onChange, ...rest }: AlternativesProps): ReactNode =>
  rest.field.shape === 'alternatives' ? (
    <Alternatives onChange={onChange} {...rest} />
  ) : (
    <OneField onChange={next => onChange([], next)} {...rest} />
  );

interface AlternativesProps extends Pick<Props, 'errorOf' | 'onLeave' | 'onChange'> {
  field: JsonField;
  entry: unknown;
}

/** A choice of what to enter, and the boxes of what was chosen. What is entered of the others is kept. */
function Alternatives({ field, entry, onChange, ...rest }: AlternativesProps): ReactNode {
  const { path, label, help, isRequired, alternatives } = field;
  const chosen = chosenOf(field, entry);
  const error = chosen ? undefined : rest.errorOf(path);
  const changeChosen = (keys: string[], next: unknown): void => onChange(['entries', chosen?.key ?? '', ...keys], next);
  return (
    <fieldset className="canvas-form-group">
      <legend>
        {label}
        {isRequired && <span className="mandatory"> required</span>}
      </legend>
      {help && <p className="muted field-help">{help}</p>}
      <select
        aria-label={`Kind of ${label}`}
        aria-invalid={error !== undefined}
        value={chosen?.key ?? ''}
        onChange={({ target }) => onChange(['chosen'], target.value)}
        onBlur={() => rest.onLeave(path)}
      >
        <option value="">Choose…</option>
        {alternatives.map(({ title }, index) => (
          <option key={title} value={index}>
            {title}
          </option>
        ))}
      </select>
      {error && <p className="expression-note problem">{error}</p>}
      {chosen?.field.shape === 'group' && (
        <JsonFormFields fields={chosen.field.fields} entries={chosen.entry} onChange={changeChosen} {...rest} />
      )}
      {chosen && chosen.field.shape !== 'group' && (
        <Alone
          field={{ ...chosen.field, label: chosen.title }}
          entry={chosen.entry}
          onChange={changeChosen}
          {...rest}
        />
      )}
    </fieldset>
  );
}

interface FieldProps extends Pick<Props, 'errorOf' | 'onLeave'> {
  field: JsonField;
  entry: unknown;
  onChange(entry: unknown): void;
}

function OneField({ field, entry, errorOf, onChange, onLeave }: FieldProps): ReactNode {
  const id = useId();
  const { path, label, help, isRequired, shape } = field;
  const error = errorOf(path);
  const notes = [help && `${id}-help`, error && `${id}-error`].filter(Boolean).join(' ');
  const shared = {
    id,
    'aria-required': isRequired && shape !== 'checkbox' ? true : undefined,
    'aria-invalid': error !== undefined,
    'aria-describedby': notes || undefined,
    onBlur: () => onLeave(path),
  };
  const title = (
    <>
      {label}
      {isRequired && shape !== 'checkbox' && <span className="mandatory"> required</span>}
    </>
  );
  return (
    <div className="canvas-form-field">
      {shape === 'checkbox' ? (
        <label className="check">
          <input
            {...shared}
            type="checkbox"
            checked={entry === true}
            onChange={({ target }) => onChange(target.checked)}
          />
          {title}
        </label>
      ) : (
        <>
          <label htmlFor={id}>{title}</label>
          <Box field={field} text={toText(entry)} shared={shared} onChange={onChange} />
        </>
      )}
      {help && (
        <p id={`${id}-help`} className="muted field-help">
          {help}
        </p>
      )}
      {error && (
        <p id={`${id}-error`} className="expression-note problem">
          {error}
        </p>
      )}
    </div>
  );
}

interface BoxProps {
  field: JsonField;
  text: string;
  /** What all boxes have: their ids, and what is said of them. */
  shared: { id: string };
  onChange(text: string): void;
}

/** What a text is entered in. */
function Box({ field: { shape, schema, placeholder }, text, shared, onChange }: BoxProps): ReactNode {
  const props = {
    ...shared,
    value: text,
    onChange: ({ target }: { target: { value: string } }) => onChange(target.value),
  };
  if (shape === 'choice') {
    const choices = [...new Set(choicesOf(schema).map(toText))];
    return (
      <select {...props}>
        {!choices.includes('') && <option value="">Choose…</option>}
        {text !== '' && !choices.includes(text) && <option value={text}>{text}</option>}
        {choices.map(choice => (
          <option key={choice}>{choice}</option>
        ))}
      </select>
    );
  }
  if (shape === 'lines' || shape === 'json')
    return (
      <textarea
        {...props}
        rows={3}
        placeholder={placeholder || (shape === 'lines' ? 'One on each line' : 'JSON')}
        spellCheck={shape === 'lines'}
      />
    );
  if (shape === 'date') return <input {...props} type="date" />;
  // Not of the type number, whose value is empty while what is typed is no number.
  return (
    <input
      {...props}
      type="text"
      inputMode={shape === 'number' ? 'decimal' : undefined}
      placeholder={placeholder}
      autoComplete="off"
    />
  );
}
