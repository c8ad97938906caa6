import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { copyText } from '../../shell/copy-text';
import { summarise } from './summarise';

interface Props {
  label: string;
  value: unknown;
  /** What an expression calls the value; nothing where none can read it. */
  path: string | undefined;
  isOpenAtFirst: boolean;
}

const firstShown = 50;

/** A value with its parts, which are drawn when it is opened. */
export function TreeNode({ label, value, path, isOpenAtFirst }: Props): ReactNode {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const [shown, setShown] = useState(firstShown);
  const isBranch = typeof value === 'object' && value !== null;
  const parts = isBranch && isOpen ? Object.entries(value) : [];
  return (
    <li>
      <div className="tree-row">
        {isBranch ? (
          <button type="button" className="tree-toggle" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
            {label}
          </button>
        ) : (
          <span className="tree-key">{label}</span>
        )}
        <TreeValue value={value} path={path} />
      </div>
      {parts.length > 0 && (
        <ul>
          {parts.slice(0, shown).map(([key, part]) => (
            <TreeNode
              key={key}
              label={key}
              value={part}
              path={path === undefined ? undefined : extendPath(path, key, Array.isArray(value))}
              isOpenAtFirst={isOpenAtFirst && parts.length === 1}
            />
          ))}
          {parts.length > shown && (
            <li>
              <button type="button" className="quiet" onClick={() => setShown(shown * 4)}>
                {parts.length - shown} more
              </button>
            </li>
          )}
        </ul>
      )}
    </li>
  );
}

function TreeValue({ value, path }: Pick<Props, 'value' | 'path'>): ReactNode {
  const kind = value === null ? 'null' : typeof value;
  const text = summarise(value);
  if (path === undefined) return <span className={`tree-value ${kind}`}>{text}</span>;
  const binding = `{{${path}}}`;
  return (
    <>
      <button
        type="button"
        className={`tree-value ${kind}`}
        title={`Copy ${binding}`}
        aria-label={`${text}, copy ${binding}`}
        onClick={() => copyText(binding)}
      >
        {text}
      </button>
      <button
        type="button"
        className="tree-copy"
        title="Copy the value"
        aria-label={`Copy the value of ${path}`}
        onClick={() => copyText(typeof value === 'string' ? value : JSON.stringify(value, null, 2), 'the value')}
      >
        <Copy size={13} aria-hidden />
      </button>
    </>
  );
}

function extendPath(path: string, key: string, isList: boolean): string {
  if (isList) return `${path}[${key}]`;
  return /^[A-Za-z_$][\w$]*$/.test(key) ? `${path}.${key}` : `${path}[${JSON.stringify(key)}]`;
}
