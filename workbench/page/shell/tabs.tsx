import { type KeyboardEvent, type ReactNode, useId } from 'react';

interface Tab {
  id: string;
  title: string;
  /** How many things it has, if that is worth saying. */
  count?: number | undefined;
  /** An element, not a component made on the spot: that would lose what is typed in it whenever the page is drawn. */
  content: ReactNode;
}

interface Props {
  label: string;
  tabs: Tab[];
  selected: string;
  onSelect(id: string): void;
}

/** Tabs and what the chosen one shows; arrow keys go from one to the next. */
export function Tabs({ label, tabs, selected, onSelect }: Props): ReactNode {
  const base = useId();
  const current = tabs.find(({ id }) => id === selected) ?? tabs[0];
  if (!current) return null;

  function move({ key, currentTarget }: KeyboardEvent<HTMLDivElement>): void {
    const step = key === 'ArrowRight' ? 1 : key === 'ArrowLeft' ? -1 : 0;
    const next = tabs.at((tabs.findIndex(({ id }) => id === current?.id) + step) % tabs.length);
    if (step === 0 || !next) return;
    onSelect(next.id);
    currentTarget.querySelector<HTMLElement>(`[data-tab="${next.id}"]`)?.focus();
  }

  return (
    <>
      <div role="tablist" className="tabs" aria-label={label} onKeyDown={move}>
        {tabs.map(({ id, title, count }) => (
          <button
            key={id}
            type="button"
            role="tab"
            id={`${base}-${id}`}
            data-tab={id}
            aria-selected={id === current.id}
            aria-controls={`${base}-panel`}
            tabIndex={id === current.id ? 0 : -1}
            onClick={() => onSelect(id)}
          >
            {title}
            {count !== undefined && <span className="count">{count}</span>}
          </button>
        ))}
      </div>
      <div role="tabpanel" id={`${base}-panel`} className="tab-panel" aria-labelledby={`${base}-${current.id}`}>
        {current.content}
      </div>
    </>
  );
}
