import { readBundle, readForms } from '../host/plugin-files';
import { runQuery } from '../host/run-query';
import { type Arguments, parseArguments, UsageError } from './arguments';
import { fillFromPrevious, splitQueries } from './chain';
import { checkFields } from './check-fields';
import { readFileValues } from './file-values';
import { saveMedia } from './save-media';
import { readLiveSource, startEmulatedSource } from './source';
import { describeOperation, describeUsage, type ListedOperation, listOperations } from './usage';

/** Where a command runs. */
export interface Surroundings {
  pluginDirectory: string;
  environment: NodeJS.ProcessEnv;
  /** Receives the result, and nothing but the result. */
  print(text: string): void;
  /** Receives failures and usage. */
  complain(text: string): void;
}

/**
 * Runs the queries of a command line, one after another, and prints the result of the last.
 *
 * @returns The exit code: 0 for a result, 1 for a query that failed, 2 for a command that was not understood.
 */
export async function runCommandLine(typed: string[], surroundings: Surroundings): Promise<0 | 1 | 2> {
  const { pluginDirectory, print, complain } = surroundings;
  let operations: ListedOperation[] = [];
  try {
    const form = (await readForms(pluginDirectory)).operations;
    operations = listOperations(form);
    const given = splitQueries(typed).map(parseArguments);
    const helped = given.find(({ help }) => help);
    if (helped) {
      const asked = operations.find(({ value }) => value === helped.words[0]);
      print(asked ? describeOperation(asked, form) : describeUsage(operations));
      return 0;
    }
    return await runAll(
      given.map(query => ({ ...query, operation: findOperation(query, operations) })),
      surroundings
    );
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    complain(error instanceof UsageError ? `${message}\n\n${describeUsage(operations)}` : message);
    return error instanceof UsageError ? 2 : 1;
  }
}

function findOperation({ words, fields }: Arguments, operations: ListedOperation[]): string {
  const [operation, ...surplus] = words;
  if (operation === undefined) throw new UsageError('Which operation?');
  const found = operations.find(({ value }) => value === operation);
  if (!found) throw new UsageError(`There is no operation "${operation}"`);
  if (surplus.length > 0) throw new UsageError(`"${surplus.join(' ')}" belongs to no field; quote a value with spaces`);
  checkFields(found, fields);
  return operation;
}

type Query = Arguments & { operation: string };

async function runAll(
  queries: Query[],
  { pluginDirectory, environment, print, complain }: Surroundings
): Promise<0 | 1> {
  const live = queries.some(query => query.live);
  const load = await readBundle(pluginDirectory);
  const source = live ? readLiveSource(environment) : await startEmulatedSource();
  let previous: object = {};
  let shown: object = {};
  try {
    for (const { operation, fields, save } of queries) {
      const filled = fillFromPrevious(await readFileValues(fields), previous);
      const result = await runQuery(load, source.options, { output: 'full', ...filled, operation });
      if (Reflect.get(result, 'status') !== 'ok') {
        complain(source.hideKey(describeFailure(result)));
        return 1;
      }
      previous = result;
      shown = save === undefined ? result : await withSavedMedia(result, save, operation);
    }
    print(source.hideKey(JSON.stringify(shown, null, 2)));
    return 0;
  } finally {
    await source.stop();
  }
}

async function withSavedMedia(result: object, directory: string, operation: string): Promise<object> {
  return { ...result, data: await saveMedia(Reflect.get(result, 'data'), directory, operation) };
}

function describeFailure(result: object): string {
  const [message, description, data] = ['message', 'description', 'data'].map(name => Reflect.get(result, name));
  return `${message}\n\n${description}\n\n${JSON.stringify(data, null, 2)}`;
}
