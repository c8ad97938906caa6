import { Copy } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import type { Header, RecordedBody, RecordedRequest } from '../../recording/recorded-request';
import { JsonText } from '../result/json-text';
import { copyText } from '../shell/copy-text';
import { toCurl } from './curl';

interface Props {
  request: RecordedRequest;
  /** The same request, sent before, if there was one. */
  before: RecordedRequest | undefined;
  isOpenAtFirst: boolean;
}

/** One request in a line, and with all that it has when it is opened. */
export function RequestRow({ request, before, isOpenAtFirst }: Props): ReactNode {
  const [isOpen, setOpen] = useState(isOpenAtFirst);
  const { method, url, response, duration_ms, error } = request;
  const reason = before && describeRepeat(before);
  return (
    <li className="request">
      <button type="button" className="request-head" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
        <span className={`method method-${method.toLowerCase()}`}>{method}</span>
        <span className="request-path" title={url}>
          {pathOf(url)}
        </span>
        <span className={`status-code ${toneOf(request)}`}>{response?.status ?? (error ? 'failed' : '…')}</span>
        <span className="muted figures">
          {duration_ms === undefined ? '' : `${duration_ms.toLocaleString('en-US')} ms`}
        </span>
        <span className="muted figures request-size">{formatBytes(response?.body.bytes ?? 0)}</span>
      </button>
      {reason && <p className="request-note">Sent again, since {reason}.</p>}
      {error && <p className="request-note problem">{error}</p>}
      {isOpen && (
        <div className="request-details">
          <div className="request-url">
            <code>{url}</code>
            <button type="button" className="quiet" onClick={() => copyText(toCurl(request), 'the request as cURL')}>
              <Copy size={14} aria-hidden /> Copy as cURL
            </button>
          </div>
          <Part title="Request" headers={request.request.headers} body={request.request.body} />
          {response && <Part title="Response" headers={response.headers} body={response.body} />}
        </div>
      )}
    </li>
  );
}

function Part({ title, headers, body }: { title: string; headers: Header[]; body: RecordedBody }): ReactNode {
  return (
    <section aria-label={title}>
      <h4>{title}</h4>
      <details>
        <summary>Headers ({headers.length})</summary>
        <dl className="headers-list">
          {headers.map(([name, value], index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: a header may come twice
            <div key={index}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </details>
      {body.bytes > 0 && (
        <details open={body.bytes < 4000}>
          <summary>
            Body ({formatBytes(body.bytes)}
            {body.type && `, ${body.type.split(';')[0]}`})
          </summary>
          {body.text ? (
            <pre>
              <JsonText text={body.text} />
            </pre>
          ) : (
            <p className="muted">Bytes that are no text.</p>
          )}
        </details>
      )}
    </section>
  );
}

const pathOf = (url: string): string => (URL.canParse(url) ? new URL(url).pathname + new URL(url).search : url);

function toneOf({ response, error }: RecordedRequest): string {
  if (error || (response && response.status >= 400)) return 'failed';
  return response ? 'ok' : '';
}

/** Why a request was sent a second time. */
function describeRepeat({ response, error }: RecordedRequest): string | undefined {
  if (error) return `it broke off (${error})`;
  return response && response.status >= 400 ? `it was answered with ${response.status}` : undefined;
}

/** A size in the unit that suits it. */
function formatBytes(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1_000_000) return `${(bytes / 1000).toFixed(1)} kB`;
  return `${(bytes / 1_000_000).toFixed(1)} MB`;
}
