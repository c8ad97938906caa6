/** A field's value as typed: text, `true` for a bare flag, a list where the field is given more than once. */
export type TypedValue = string | true | (string | true)[];

/** What a command line asks for. */
export interface Arguments {
  /** What stands free of any `--name`; the first one is the operation. */
  words: string[];
  fields: Record<string, TypedValue>;
  live: boolean;
  help: boolean;
  /** Where `--save` wants images and sounds. */
  save?: string;
}

/** Raised for a command line that cannot be understood. */
export class UsageError extends Error {}

const switches = ['live', 'help'];

/**
 * Reads `--name value`, `--name=value` and `--name`. A value that begins with two dashes needs the `=`.
 *
 * @throws UsageError for `--save` without a folder, or a switch with a value.
 */
export function parseArguments(typed: string[]): Arguments {
  const words: string[] = [];
  const fields: Record<string, TypedValue> = {};
  const rest = [...typed];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, name, given] = /^--([^=]+)(?:=(.*))?$/s.exec(word === '-h' ? '--help' : word) ?? [];
    if (name === undefined) {
      words.push(word);
      continue;
    }
    const takesNext = given === undefined && !switches.includes(name) && rest[0]?.startsWith('--') === false;
    add(fields, name, given ?? (takesNext ? rest.shift() : undefined) ?? true);
  }
  const { live, help, save, ...others } = fields;
  if (live !== undefined && live !== true) throw new UsageError('--live takes no value');
  if (save !== undefined && typeof save !== 'string') throw new UsageError('--save needs one folder');
  return { words, fields: others, live: live === true, help: help !== undefined, ...(save !== undefined && { save }) };
}

function add(fields: Record<string, TypedValue>, name: string, value: string | true): void {
  const present = Object.hasOwn(fields, name) ? fields[name] : undefined;
  fields[name] = present === undefined ? value : [...(Array.isArray(present) ? present : [present]), value];
}
