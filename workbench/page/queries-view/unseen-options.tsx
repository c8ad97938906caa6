import type { ReactNode } from 'react';
import { readDefaults } from '../../forms/field';
import { at } from '../../forms/json';
import { shownKeys } from '../../forms/level';
import { useForm } from '../form/form-context';
import { toText } from '../form/widgets/widget';
import type { SavedQuery } from '../queries/saved-query';
import { useQueryStore } from '../queries/use-queries';

interface Props {
  query: SavedQuery;
  operations: unknown;
}

/** Values that the query holds and the form does not show now, left by other choices. A host sends them all the same. */
export function UnseenOptions({ query, operations }: Props): ReactNode {
  const store = useQueryStore();
  const { labels } = useForm();
  const shown = shownKeys(at(operations, 'properties'), query.options);
  const defaults = readDefaults(operations);
  const unseen = Object.entries(query.options).filter(
    ([key, value]) => !shown.includes(key) && value !== '' && value !== defaults[key]
  );
  if (unseen.length === 0) return null;
  return (
    <fieldset className="stand-ins">
      <legend>Sent too, though not shown above</legend>
      <ul className="unseen">
        {unseen.map(([key, value]) => (
          <li key={key}>
            <strong title={key}>{labels[key] ?? key}</strong>
            <span className="muted">{toText(value).slice(0, 80)}</span>
            <button
              type="button"
              className="quiet"
              aria-label={`Remove ${labels[key] ?? key}`}
              onClick={() => store.removeOption(query.id, key, labels[key])}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
    </fieldset>
  );
}
