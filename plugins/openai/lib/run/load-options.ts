import { invalidOptions } from '../failures/query-error';
import { linkAccess } from '../files/download';
import { inspectTotal } from '../files/file-check';
import { type Downloads, loadFiles } from '../files/load-files';
import type { Operation } from '../operation';
import { limitsFor } from '../options/limits';
import type { Option, Problem } from '../options/option';
import type { FileRule, LoadedFile } from '../types/file';
import type { Run } from './run';

/** The names of an operation's options that are files. */
function fileOptionsOf({ options }: Operation): [string, Option & { files: FileRule }][] {
  return Object.entries(options).filter(
    (entry): entry is [string, Option & { files: FileRule }] => 'files' in entry[1]
  );
}

/**
 * Replaces the values of file options with the loaded files, each checked against its model.
 *
 * @throws QueryError with every problem at once; nothing has been sent to the API then.
 */
export async function loadOptions(run: Run, downloads: Downloads): Promise<Record<string, unknown>> {
  const { id, operation, options, context, deadline, connection } = run;
  const limits = limitsFor(context.model, id, Object.keys(operation.options)).checks.options;
  const present = fileOptionsOf(operation).filter(([name]) => options[name] !== undefined);
  if (present.length === 0) return options;
  const access = linkAccess(connection, deadline.signal);
  const loaded = await Promise.all(
    present.map(async ([name, option]) => {
      const limit = limits[name]?.['files'];
      const rule = { ...option.files, ...(typeof limit === 'object' && limit) };
      const result = await loadFiles(name, options[name], {
        rule,
        model: limit ? context.model.id : undefined,
        access,
        downloads,
      });
      return { name, ...result };
    })
  );
  const files: Record<string, LoadedFile[]> = Object.fromEntries(loaded.map(result => [result.name, result.files]));
  const problems: Problem[] = loaded.flatMap(result => result.problems);
  const together = present.filter(([, option]) => option.files.types.length > 0).map(([name]) => name);
  if (problems.length === 0)
    problems.push(...inspectTotal(Object.fromEntries(together.map(name => [name, files[name] ?? []]))));
  if (problems.length === 0)
    for (const problem of (await operation.checks?.inspectFiles?.(files, context.model, options)) ?? [])
      problems.push(problem);
  if (problems.length > 0) throw invalidOptions(operation.summary, problems);
  for (const [name, loadedFiles] of Object.entries(files)) {
    for (const file of loadedFiles) {
      if ('encoding' in file) context.warn(name, `"${file.name}" was converted from ${file.encoding} to UTF-8`);
    }
  }
  return { ...options, ...files };
}
