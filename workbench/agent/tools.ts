import { type Choice, readDefaults, readField } from '../forms/field';
import { collectFields } from '../forms/form-fields';
import { at, isObject, listAt, textAt } from '../forms/json';
import { type InputSchema, isAction, toInputSchema } from './input-schema';

/** An operation of a plugin as an agent sees it. */
export interface OperationTool {
  /** The operation's id. */
  name: string;
  title: string;
  description: string;
  inputSchema: InputSchema;
  /** What a new query of this operation has from the start. */
  defaults: Record<string, unknown>;
}

/**
 * One tool for every operation of a query form; an operation with actions takes the action as an argument.
 *
 * @param form The plugin's operations.json.
 * @param examples The workbench's examples for this kind of plugin, whose titles say what an operation is good for.
 */
export function toTools(form: unknown, examples: unknown): OperationTool[] {
  const root = at(form, 'properties');
  const operations = readField(at(root, 'operation'))?.choices ?? [];
  const apart = ['operation', ...operations.map(({ value }) => value)];
  // What stands beside the operations belongs to all of them.
  const shared = Object.fromEntries(Object.entries(readGroup(root)).filter(([key]) => !apart.includes(key)));
  return operations.map(operation => {
    const titles = listAt(examples, 'examples')
      .filter(example => at(example, 'options', 'operation') === operation.value)
      .flatMap(example => textAt(example, 'title') ?? []);
    return toTool(operation, { ...readGroup(at(root, operation.value)), ...shared }, form, titles);
  });
}

const readGroup = (node: unknown): Record<string, unknown> => (isObject(node) ? node : {});

function toTool({ value: id, name }: Choice, group: object, form: unknown, titles: string[]): OperationTool {
  // A form for people begins with the value alone; an agent reads everything.
  const preset = { ...readDefaults(form), output: 'full' };
  const fields = collectFields(group);
  const inputSchema = toInputSchema(fields, preset);
  const actions = fields
    .filter(field => isAction(field, preset))
    .flatMap(({ appearances }) => appearances.flatMap(({ field }) => field.choices.map(choice => choice.name)));
  const description = [
    `${textAt(form, 'title') ?? ''}: ${name}`,
    ...(actions.length > 0 ? [`Actions: ${actions.join(', ')}`] : []),
    ...(titles.length > 0 ? [`For instance: ${titles.join('; ')}`] : []),
  ];
  return {
    name: id,
    title: name,
    description: `${description.join('. ')}.`,
    inputSchema,
    defaults: Object.fromEntries(
      Object.entries(inputSchema.properties).flatMap(([key, argument]) =>
        argument.default === undefined ? [] : [[key, argument.default]]
      )
    ),
  };
}
