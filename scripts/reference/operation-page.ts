import { defaultModel } from '../../plugins/openai/lib/catalogue/models';
import { type ActionGroup, flattenActions, type Operation } from '../../plugins/openai/lib/operation';
import type { Option } from '../../plugins/openai/lib/options/option';
import { output } from '../../plugins/openai/lib/options/shared-options';
import { sampleById } from '../samples';
import { describeFields, describeLimits } from './fields';
import { code, json, table } from './markdown';
import { type DataFields, describeData, describeEntry } from './results';

/** The page of one entry of the form: its actions, and of each an example, the fields with their limits, and the result. */
export function writeOperationPage(id: string, entry: Operation | ActionGroup): string {
  const parts = flattenActions(id, entry);
  return [
    `# ${code(id)}: ${entry.title}`,
    '',
    `${describeEntry(id)}. Every operation also takes [the common fields](README.md#common-fields).`,
    '',
    ...('actions' in entry ? chooseAction(entry, parts) : []),
    ...parts.flatMap(([partId, operation]) => describeOperation(partId, operation)),
  ].join('\n');
}

function chooseAction({ chosenBy }: ActionGroup, parts: [string, Operation][]): string[] {
  const links = parts.map(([id]) => `[${headingOf(id)}](#${headingOf(id).replaceAll(' ', '-').replace(/[()]/g, '')})`);
  return [`${code(chosenBy)} chooses the action: ${links.join(', ')}. Without it the first is taken.`, ''];
}

/** "create (chat)" of `batch.create.chat`. */
function headingOf(id: string): string {
  const [, action = '', ...inner] = id.split('.');
  return [action, ...inner.map(name => `(${name})`)].join(' ');
}

function describeOperation(id: string, operation: Operation): string[] {
  const isAction = id.includes('.');
  const heading = isAction ? [`## ${headingOf(id)}`, ''] : [];
  const title = (text: string) => [`${isAction ? '###' : '##'} ${text}`, ''];
  const sample = sampleById.get(id);
  const options: Record<string, Option> = {
    ...operation.options,
    ...(operation.compatibility?.toClassic && { output }),
  };
  return [
    ...heading,
    ...(sample ? json(sample.options) : []),
    ...title('Fields'),
    ...(operation.needs ? [`The default model is ${code(defaultModel(operation.needs.default))}.`, ''] : []),
    ...(Object.keys(options).length > 0 ? describeFields(options, operation.required) : ['None.', '']),
    ...describeLimits(id, operation),
    ...title('Result'),
    ...describeResult(describeData(id)),
  ];
}

function describeResult(data: DataFields): string[] {
  if (typeof data === 'string') return [data, ''];
  return table(
    ['`data`', ''],
    Object.entries(data).map(([path, words]) => [code(path), words])
  );
}
