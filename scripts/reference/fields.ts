import { lookUpModel, type Schema } from '../../plugins/openai/lib/catalogue/models';
import type { Operation } from '../../plugins/openai/lib/operation';
import { limitsFor } from '../../plugins/openai/lib/options/limits';
import type { Option } from '../../plugins/openai/lib/options/option';
import { describe } from '../../plugins/openai/lib/options/problems';
import { listLiveModels } from '../forms/models';
import { code, table } from './markdown';

/** A table of options: what each takes, its default, and what it is for. */
export function describeFields(options: Record<string, Option>, required: string[] = []): string[] {
  const hasDefaults = Object.values(options).some(option => option.default !== undefined);
  const rows = Object.entries(options).map(([name, option]) => [
    `${code(name)}${required.includes(name) ? ' (required)' : ''}`,
    option.title,
    accepted(option),
    ...(hasDefaults ? [option.default === undefined ? '' : code(String(option.default))] : []),
    option.description,
  ]);
  return table(['field', 'label', 'accepts', ...(hasDefaults ? ['default'] : []), ''], rows);
}

function accepted(schema: Schema): string {
  const { enum: values } = schema;
  return Array.isArray(values) ? values.map(value => code(String(value))).join(', ') : describe(schema).text;
}

/** What the models of an operation accept beyond its own bounds, models with the same limits in one row. */
export function describeLimits(id: string, operation: Operation): string[] {
  const { needs, options } = operation;
  if (!needs) return [];
  const models = new Map<string, string[]>();
  for (const model of listLiveModels(needs)) {
    const resolved = lookUpModel(model.id);
    const { checks, unsupported } = limitsFor(resolved, id, Object.keys(options));
    const narrowed = Object.entries(checks.options).map(([name, limit]) => describeLimit(name, limit, options[name]));
    const conditions = (resolved.family?.only_with ?? []).map(({ options: all, needs: others, or_absent }) => {
      const names = all.filter(name => name in options);
      if (names.length === 0) return '';
      const values = Object.entries(others).map(([name, allowed]) => `${code(name)} ${allowed.join(' or ')}`);
      return `${names.map(code).join(', ')} only with ${values.join(' and ')}${or_absent ? ' or without it' : ''}`;
    });
    const rules = new Set(checks.rules.map(({ because }) => because));
    const lines = [...narrowed, ...conditions, ...rules].filter(Boolean).join('\n');
    const key = JSON.stringify([lines, unsupported.map(code).join(', ')]);
    models.set(key, [...(models.get(key) ?? []), code(model.id)]);
  }
  const rows = [...models].map(([key, ids]) => [ids.join(', '), ...(JSON.parse(key) as string[])]);
  if (rows.every(([, lines, unsupported]) => !lines && !unsupported)) return [];
  return [
    '**Models.** What a model does not support is left out with a warning.',
    '',
    ...table(['model', 'limits', 'not supported'], rows),
  ];
}

function describeLimit(name: string, limit: Schema, option: Schema = {}): string {
  const { files, ...bounds } = limit;
  const parts = [
    ...(Object.keys(bounds).length > 0 ? [accepted({ ...option, ...bounds })] : []),
    ...(files ? [describeFiles(files as FileLimit)] : []),
  ];
  return `${code(name)}: ${parts.join(', ')}`;
}

interface FileLimit {
  types?: string[];
  max_bytes?: number;
  max_count?: number;
  square?: boolean;
  alpha?: boolean;
}

function describeFiles({ types, max_bytes, max_count, square, alpha }: FileLimit): string {
  const parts = [
    max_count && `at most ${max_count}`,
    types?.map(type => type.replace(/^\w+\//, '').toUpperCase()).join(', '),
    max_bytes && `up to ${max_bytes / 1e6} MB`,
    square && 'square',
    alpha && 'with an alpha channel',
  ];
  return parts.filter(Boolean).join(', ');
}
