/**
 * A model of how ToolJet draws a query form: what is shown, in which order, and what a field shows for what a query
 * holds. It knows nothing of the plugin.
 */

/** A query's options, flat, as the host saves them. */
export type Options = Record<string, unknown>;

/** A field's JSON. */
interface FormField {
  type: string;
  key: string;
  label: string;
  placeholder?: string;
  list?: { name: string; value: string }[];
  editor_type?: string;
}

/** A field as it stands on the screen. */
export interface DrawnField {
  field: FormField;
  /** Where its JSON stands in the form, such as "chat.model". */
  path: string;
  /** The words in the box: an entry's name, "Select..", a text, or On and Off. */
  shows: string;
}

const FLIP = 'dropdown-component-flip';

/** What a drop-down shows for a value that none of its entries has. */
export const NOTHING_CHOSEN = 'Select..';

const isNode = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

const isField = (value: unknown): value is FormField & Record<string, unknown> =>
  isNode(value) && typeof value['type'] === 'string';

/** The options of a new query: the form's defaults, copied once. Some hosts copy none. */
export function newQuery({ defaults }: { defaults: Options }): Options {
  return { ...defaults };
}

/** Opens a saved query: every default is filled in that it lacks, and one that is empty takes the key away again. */
export function openQuery({ defaults }: { defaults: Options }, saved: Options): Options {
  const lacking = Object.entries(defaults).filter(([key, value]) => !(key in saved) && value !== '');
  return { ...saved, ...Object.fromEntries(lacking) };
}

/** The fields of one level, top to bottom: plain ones first, then each flip with the level that it opens. */
export function draw(level: unknown, options: Options, path = ''): DrawnField[] {
  const fields = Object.entries(isNode(level) ? level : {}).flatMap(([name, node]) =>
    isField(node) ? [{ field: node, path: path ? `${path}.${name}` : name }] : []
  );
  const plain = fields.filter(({ field }) => field.type !== FLIP);
  const flips = fields.filter(({ field }) => field.type === FLIP);
  const drawOne = (drawn: Omit<DrawnField, 'shows'>): DrawnField => ({ ...drawn, shows: show(drawn.field, options) });
  return [
    ...plain.map(drawOne),
    ...flips.flatMap(flip => {
      const chosen = String(options[flip.field.key] ?? '');
      const below = isNode(level) ? level[chosen] : undefined;
      // A group is no field: a node with a type would be drawn on its own level already.
      return [drawOne(flip), ...(isField(below) ? [] : draw(below, options, path ? `${path}.${chosen}` : chosen))];
    }),
  ];
}

function show({ type, key, list = [] }: FormField, options: Options): string {
  const value = options[key];
  if (type === FLIP || type === 'dropdown') return list.find(entry => entry.value === value)?.name ?? NOTHING_CHOSEN;
  if (type === 'toggle') return value ? 'On' : 'Off';
  return value === undefined ? '' : String(value);
}

/** Height in pixels of what is drawn, one field below the other; 23 fields of one line were 1,450 px high in ToolJet. */
export function heightOf(drawn: DrawnField[]): number {
  return drawn.reduce((sum, { field }) => sum + GAP + (field.editor_type === 'extendedSingleLine' ? 220 : 32), 0);
}

const GAP = 31;

/** Every screen of a form that choices in its flips lead to, at any depth. */
export function* walk(level: unknown, options: Options): Generator<{ options: Options; drawn: DrawnField[] }> {
  yield* walkFrom(level, options, [], new Set());
}

function* walkFrom(
  root: unknown,
  options: Options,
  fixed: string[],
  seen: Set<string>
): Generator<{ options: Options; drawn: DrawnField[] }> {
  const drawn = draw(root, options);
  const state = drawn.map(({ path }) => path).join();
  if (seen.has(state)) return;
  seen.add(state);
  yield { options, drawn };
  for (const { field } of drawn) {
    if (field.type !== FLIP || fixed.includes(field.key)) continue;
    for (const { value } of field.list ?? []) {
      yield* walkFrom(root, { ...options, [field.key]: value }, [...fixed, field.key], seen);
    }
  }
}
