import type { ReactNode } from 'react';
import { at, isObject } from '../../forms/json';

interface Props {
  /** A result's metadata, or the data of a failure. */
  of: unknown;
}

/** Model, time, usage and the ids that a support request needs. */
export function Facts({ of }: Props): ReactNode {
  const facts = listFacts(of);
  if (facts.length === 0) return null;
  return (
    <dl className="facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function listFacts(source: unknown): [name: string, value: string][] {
  const duration = at(source, 'duration_ms');
  const candidates: [string, unknown][] = [
    ['Category', at(source, 'category')],
    ['HTTP status', at(source, 'status')],
    ['Model', at(source, 'model')],
    ['Duration', typeof duration === 'number' ? `${duration.toLocaleString('en-US')} ms` : undefined],
    ['Usage', describeUsage(at(source, 'usage'))],
    ['Cost', describeCost(at(source, 'cost'))],
    ['Attempts', at(source, 'attempts') === 1 ? undefined : at(source, 'attempts')],
    ['Finish reason', at(source, 'finish_reason')],
    ['Request ID', at(source, 'request_id')],
  ];
  return candidates.flatMap(([name, value]) => (value === undefined || value === '' ? [] : [[name, String(value)]]));
}

function describeUsage(usage: unknown): string | undefined {
  if (!isObject(usage)) return undefined;
  const counted = Object.entries(usage).filter(([, count]) => typeof count === 'number' && count > 0);
  return counted.map(([name, count]) => `${name.replaceAll('_', ' ')} ${count}`).join(', ');
}

/** What the query cost, in dollars, and how that was worked out. */
function describeCost(cost: unknown): string | undefined {
  const usd = at(cost, 'usd');
  return typeof usd === 'number' ? `$${usd} (${String(at(cost, 'basis'))})` : undefined;
}
