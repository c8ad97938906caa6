import type { ReactNode } from 'react';
import { TreeNode } from '../../result/tree/tree-node';
import type { ComponentProps } from './component-props';
import { Empty } from './empty';

/** Any value as a tree. */
export function Json({ component, values: { value }, waiting }: ComponentProps): ReactNode {
  if (value === undefined || value === '') return <Empty waiting={waiting}>No value</Empty>;
  return (
    <ul className="tree">
      <TreeNode label={component.name} value={value} path={undefined} isOpenAtFirst />
    </ul>
  );
}
