import {
  autocompletion,
  type Completion,
  type CompletionContext,
  type CompletionResult,
} from '@codemirror/autocomplete';
import type { Extension } from '@codemirror/state';
import { isObject } from '../../../forms/json';
import { toScope } from '../../queries/scope';
import type { QueryStore } from '../../queries/store';

/** Offers what the path before the cursor holds now: the queries, then what their results have. */
export function completeExpressions(store: QueryStore): Extension {
  return autocompletion({
    icons: false,
    override: [context => complete(context, store)],
  });
}

function complete(context: CompletionContext, store: QueryStore): CompletionResult | null {
  const before = context.state.sliceDoc(0, context.pos);
  const inside = /\{\{((?:(?!\}\}).)*)$/s.exec(before)?.[1];
  if (inside === undefined) return null;
  const [, path = '', word = ''] = /((?:[A-Za-z_$][\w$]*(?:\[\d+\])*\??\.)*)([\w$]*)$/.exec(inside) ?? [];
  const options = listNames(path, store);
  return options.length === 0 ? null : { from: context.pos - word.length, options, validFor: /^[\w$]*$/ };
}

function listNames(path: string, store: QueryStore): Completion[] {
  const scope = toScope(store.getState());
  if (path === '') return Object.keys(scope).map(label => ({ label }));
  const parent = walk(scope, path);
  if (Array.isArray(parent)) return ['length', 'map', 'filter', 'find', 'join', 'at'].map(label => ({ label }));
  return isObject(parent) ? Object.entries(parent).flatMap(toCompletion) : [];
}

/** What a path of names and places in lists leads to; nothing where it breaks off. */
function walk(scope: object, path: string): unknown {
  const keys = path.split(/[.?[\]]+/).filter(Boolean);
  return keys.reduce<unknown>(
    (part, key) =>
      typeof part === 'object' && part !== null && Object.hasOwn(part, key) ? Reflect.get(part, key) : undefined,
    scope
  );
}

function toCompletion([key, value]: [string, unknown]): Completion[] {
  if (!/^[A-Za-z_$][\w$]*$/.test(key)) return [];
  return [{ label: key, detail: Array.isArray(value) ? `list of ${value.length}` : typeof value }];
}
