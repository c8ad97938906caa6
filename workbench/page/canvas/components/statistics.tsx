import type { ReactNode } from 'react';
import { toText } from '../../form/widgets/widget';
import { roundForReading } from '../../result/table-data';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';

/** One figure, large, with what it is. */
export function Statistics({ values, waiting }: ComponentProps): ReactNode {
  const { value } = values;
  if (value === undefined || value === '') return <Empty waiting={waiting}>No value</Empty>;
  return (
    <dl className="canvas-statistics">
      <dt>{toText(values['label'])}</dt>
      <dd>{typeof value === 'number' ? roundForReading(value) : toText(value)}</dd>
    </dl>
  );
}
