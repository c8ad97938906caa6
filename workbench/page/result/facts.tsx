import type { ReactNode } from 'react';
import { at, isObject } from '../../forms/json';
import { formatCost } from '../shell/format-cost';

interface Props {
  /** A result's metadata, or the data of a failure. */
  of: unknown;
}

/** Model, time, usage, cost and the ids that a support request needs. */
export function Facts({ of }: Props): ReactNode {
  const facts = listFacts(of);
  const usage = listUsage(at(of, 'usage'));
  const cost = describeCost(at(of, 'cost'));
  if (facts.length + usage.length === 0) return null;
  return (
    <>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {(usage.length > 0 || cost) && (
        <table className="usage">
          <caption>Usage{cost ? ' and cost' : ''}</caption>
          <tbody>
            {usage.map(([name, count]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count}</td>
              </tr>
            ))}
            {cost && (
              <tr>
                <th scope="row">Cost</th>
                <td>{cost}</td>
              </tr>
            )}
          </tbody>
        </table>
      )}
    </>
  );
}

function listFacts(source: unknown): [name: string, value: string][] {
  const duration = at(source, 'duration_ms');
  const candidates: [string, unknown][] = [
    ['Category', inWords(at(source, 'category'))],
    ['HTTP status', at(source, 'status')],
    ['Model', at(source, 'model')],
    ['Duration', typeof duration === 'number' ? `${duration.toLocaleString('en-US')} ms` : undefined],
    ['Requests', at(source, 'attempts') === 1 ? undefined : at(source, 'attempts')],
    ['Finish reason', at(source, 'finish_reason')],
    ['Request ID', at(source, 'request_id')],
  ];
  return candidates.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
}

/** "input_tokens" as "Input tokens". */
function inWords(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const words = name.replaceAll('_', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

function listUsage(usage: unknown): [name: string, count: string][] {
  return Object.entries(isObject(usage) ? usage : {}).flatMap(([name, count]) => {
    if (typeof count !== 'number' || count === 0) return [];
    return [[inWords(name) ?? name, count.toLocaleString('en-US')]];
  });
}

/** What the query cost, in dollars, and how that was worked out. */
function describeCost(cost: unknown): string | undefined {
  const usd = at(cost, 'usd');
  return typeof usd === 'number' ? `${formatCost(usd)} (${String(at(cost, 'basis'))})` : undefined;
}
