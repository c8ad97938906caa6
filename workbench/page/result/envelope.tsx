import { type ReactNode, useState } from 'react';
import { shorten } from '../json/shorten';

interface Props {
  result: unknown;
}

/** The whole result as JSON: cut short to read, complete to copy. */
export function Envelope({ result }: Props): ReactNode {
  const [copied, setCopied] = useState<unknown>();

  async function copy(): Promise<void> {
    await navigator.clipboard.writeText(JSON.stringify(result, null, 2));
    setCopied(result);
  }

  return (
    <div className="envelope">
      <div className="panel-heading">
        <h3>Envelope</h3>
        <button type="button" onClick={copy}>
          {copied === result ? 'Copied' : 'Copy JSON'}
        </button>
      </div>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, so the keyboard must reach it */}
      <pre tabIndex={0}>{JSON.stringify(shorten(result), null, 2)}</pre>
    </div>
  );
}
