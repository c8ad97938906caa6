import { Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import { isObject } from '../../forms/json';
import { copyText } from '../shell/copy-text';
import { TreeNode } from './tree/tree-node';

interface Props {
  name: string;
  result: unknown;
}

/** The parts of a result that a host gives to expressions. */
const exposed = ['data', 'metadata'];

/** The whole result as a tree, whose values copy the expressions that read them. */
export function Envelope({ name, result }: Props): ReactNode {
  const isOk = isObject(result) && result['status'] === 'ok';
  return (
    <section className="envelope" aria-labelledby="envelope-heading">
      <div className="panel-heading">
        <h3 id="envelope-heading">Whole result</h3>
        <button
          type="button"
          className="quiet"
          onClick={() => copyText(JSON.stringify(result, null, 2), 'the whole result')}
        >
          <Copy size={14} aria-hidden /> Copy JSON
        </button>
      </div>
      {isOk && <p className="muted hint">Click a value to copy its binding; the icon beside it copies the value.</p>}
      <ul className="tree">
        {Object.entries(isObject(result) ? result : {}).map(([key, value]) => (
          <TreeNode
            key={key}
            label={key}
            value={value}
            path={isOk && exposed.includes(key) ? `queries.${name}.${key}` : undefined}
            isOpenAtFirst={key === 'data'}
          />
        ))}
      </ul>
    </section>
  );
}
