import type { Problem } from '../../plugins/openai/lib/options/option';
import { commonOptions } from '../../plugins/openai/lib/options/shared-options';
import { allOperations } from '../../plugins/openai/lib/registry';
import { allOptions } from '../../plugins/openai/lib/run/check-options';
import { everyAction } from '../support/every-action';
import { loadPlugin } from '../support/hosts';
import type { Failure, Fields, Result } from '../support/plugin';
import { differ, group, Page, plainText, show, withoutValue } from './lines';
import { valuesFor } from './option-values';

/**
 * What every option of every operation does to the request, by dry runs: a line for each value tells what differs from the
 * request of the sample, or why the value is invalid. After a change, read what differs before you let `npx jest -u` write it.
 */

expect.addSnapshotSerializer(plainText);

const plugin = loadPlugin();
const source = { apiKey: 'sk-test-0123456789abcdef', baseUrl: 'http://127.0.0.1:9/v1' };

/** What a query would send, with its warnings and its highest cost; or the error. */
async function preview(query: Fields): Promise<Fields | string> {
  try {
    const result = await plugin.run(source, { ...query, dry_run: true });
    const { data, metadata } = Object(result) as Result<Fields>;
    const { operation: _, attempts: __, warnings, ...rest } = metadata;
    return { ...data, ...rest, '!': warnings.map(({ parameter, reason }) => `${parameter}: ${reason}`) };
  } catch (error) {
    const { data, description } = error as Failure;
    const problems = Array.isArray(data?.problems) ? data.problems : [];
    if (problems.length === 0) return `ERROR ${data?.category} ${data?.code}: ${description}`;
    return `ERROR ${problems.map(tellProblem).join(' | ')}`;
  }
}

/** What is wrong, with what would be valid as far as the message does not say it. */
function tellProblem({ field, message, allowed = [] }: Problem): string {
  const told = message.startsWith(field) ? message : `${field}: ${message}`;
  const unsaid = allowed.map(String).filter(value => !message.includes(value));
  return unsaid.length > 0 ? `${told} (valid: ${unsaid.join(', ')})` : told;
}

/** These have the options that all operations share in their tables too. */
const TRIED_WITH_ALL = ['chat', 'get_response', 'speech', 'api_request', 'batch.create.chat'];
const isCommon = (name: string) => name in commonOptions || ['model_id', 'output', 'save_to'].includes(name);

const bases = new Map<string, Promise<Fields | string>>();

/** The request of an action's sample. */
function baseOf(query: Fields): Promise<Fields | string> {
  const key = JSON.stringify(query);
  const base = bases.get(key) ?? preview(query);
  bases.set(key, base);
  return base;
}

/** What must be on for an option to matter. */
const SWITCHES: Fields = {
  web_search_options: { web_search: true },
  file_search_options: { file_search_vector_store_ids: 'vs_1' },
  code_interpreter_options: { code_interpreter: true },
  computer_use_options: { computer_use: true },
  background_options: { background: true },
};

/** A table for each option of each action whose operation is named: what each of its values does. */
export function tellOptions(wanted: RegExp): void {
  for (const [id, query] of everyAction) {
    const operation = allOperations().get(id);
    if (!operation || !wanted.test(id)) continue;
    it(`${id}: the sample`, async () => {
      expect(new Page([show(await baseOf(query))])).toMatchSnapshot();
    });
    const options = Object.entries(allOptions(operation)).filter(
      ([name]) => name !== 'dry_run' && (TRIED_WITH_ALL.includes(id) || !isCommon(name))
    );
    if (options.length > 0)
      it.each(options)(`${id}: %s`, async (name, option) => {
        const asked = { ...query, ...Object(SWITCHES[name]) };
        const base = await baseOf(asked);
        const told: [string, string][] = [];
        for (const value of valuesFor(name, option)) {
          const after = await preview({ ...asked, [name]: value });
          const effect = typeof after === 'string' ? after : differ(base, after).join('; ') || 'same';
          told.push([show(value), withoutValue(value, effect)]);
        }
        expect(new Page(group(told))).toMatchSnapshot();
      });
  }
}
