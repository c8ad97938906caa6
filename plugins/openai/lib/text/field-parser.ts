import type { Schema } from '../catalogue/models';
import { type Branch, isNull, joinBranches, toType } from './field-branch';
import { FieldFault, scanFields, showToken, type Token } from './field-scanner';
import { listOf, objectOf, orNull, readTypeName, TYPES_IN_WORDS } from './field-types';

const NAME = /^[\p{L}_$][\p{L}\p{N}_$-]*$/u;
const MAX_LEVELS = 10;

/** The fields of a text such as `total: number; vendor`, and what of it cannot be read. */
export function parseFields(text: string): { fields: Map<string, Schema>; faults: FieldFault[] } {
  const faults: FieldFault[] = [];
  const tokens = attempt(faults, () => scanFields(text));
  const fields = tokens && new FieldParser(tokens, { kind: 'end', text: '', at: text.length }, faults).parse();
  return { fields: fields ?? new Map(), faults };
}

/** Notes a fault instead of throwing it. */
function attempt<T>(faults: FieldFault[], read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof FieldFault)) throw error;
    faults.push(error);
    return undefined;
  }
}

/** The schema of a single type, such as `travel | food`; nothing where it cannot be read. */
export function parseType(text: string): Schema | undefined {
  const { fields, faults } = parseFields(`type: ${text}`);
  return faults.length === 0 && fields.size === 1 ? fields.get('type') : undefined;
}

class FieldParser {
  #next = 0;
  #level = 0;

  constructor(
    readonly tokens: Token[],
    readonly end: Token,
    readonly faults: FieldFault[]
  ) {}

  parse(): Map<string, Schema> {
    this.#skipSeparators();
    const open = this.#peek();
    const isWrapped = this.#isMark('{');
    if (isWrapped) this.#next += 1;
    const fields = this.#fields(isWrapped);
    if (isWrapped) this.#endWrapped(open);
    return fields;
  }

  /** Nothing may follow the brace that closes all fields. */
  #endWrapped(open: Token): void {
    attempt(this.faults, () => {
      this.#close('}', open);
      this.#skipSeparators();
      const rest = this.#peek();
      if (rest.kind !== 'end') throw new FieldFault(`${showToken(rest)} does not belong here; remove it`, rest.at);
    });
  }

  /** Reads fields up to a closing brace or the end; one that cannot be read is noted, and reading goes on after it. */
  #fields(isNested: boolean): Map<string, Schema> {
    const fields = new Map<string, Schema>();
    for (;;) {
      this.#skipSeparators();
      const token = this.#peek();
      if (token.kind === 'end' || (isNested && this.#isMark('}'))) return fields;
      const isRead = attempt(this.faults, () => {
        const { name, schema } = this.#field();
        if (fields.has(name))
          throw new FieldFault(`the field "${name}" is there twice; rename or remove one`, token.at);
        return fields.set(name, schema);
      });
      if (!isRead) this.#recover(isNested);
    }
  }

  #field(): { name: string; schema: Schema } {
    const { text: name, at } = this.#name();
    let isOptional = this.#accept('?');
    let schema: Schema = { type: 'string' };
    if (this.#accept(':') || this.#isMark('{')) schema = this.#type(name);
    isOptional = this.#accept('?') || isOptional;
    const notes: string[] = [];
    for (let token = this.#peek(); token.kind === 'note'; token = this.#peek()) {
      this.#next += 1;
      if (token.text.toLowerCase() === 'optional') isOptional = true;
      else if (token.text !== '' && token.text.toLowerCase() !== 'required') notes.push(token.text);
    }
    this.#endField(name, at);
    if (notes.length > 0) schema = { ...schema, description: notes.join('; ') };
    return { name, schema: isOptional ? orNull(schema) : schema };
  }

  #name(): Token {
    const token = this.#peek();
    this.#next += 1;
    if (token.kind === 'quoted' && token.text.trim() !== '') return token;
    if (token.text === '}') throw new FieldFault('"}" closes nothing; remove it', token.at);
    if (token.kind !== 'word')
      throw new FieldFault(`a field's name is missing before ${showToken(token)}; write name: type`, token.at);
    if (NAME.test(token.text)) return token;
    throw new FieldFault(`"${token.text}" is not a field's name; put it in quotation marks`, token.at);
  }

  #endField(name: string, at: number): void {
    const token = this.#peek();
    if (token.kind === 'separator' || token.kind === 'end' || this.#isMark('}')) return;
    if (token.kind === 'word' || token.kind === 'quoted') {
      const typed = token.text === '=' ? this.tokens[this.#next + 1]?.text : token.text;
      const isType = typed !== undefined && readTypeName(typed) !== undefined;
      const advice = isType ? `write ${name}: ${typed}` : 'put a comma between two fields';
      const reason = `"${name} ${token.text}" is not a field's name`;
      throw new FieldFault(`${reason}; ${advice}, or put a name of several words in quotation marks`, at);
    }
    throw new FieldFault(`${showToken(token)} does not belong here; write name: type`, token.at);
  }

  /** A type, or several between bars. */
  #type(of: string): Schema {
    const start = this.#peek().at;
    const branches = [this.#branch(of)];
    while (this.#accept('|')) branches.push(this.#branch(of));
    const named = branches.filter(branch => !isNull(branch));
    const schema = joinBranches(named, start);
    return named.length < branches.length ? orNull(schema) : schema;
  }

  #branch(of: string): Branch {
    let branch = this.#base(of);
    for (let token = this.#peek(); this.#isMark('['); token = this.#peek()) {
      this.#next += 1;
      this.#close(']', token);
      branch = { schema: listOf(toType(branch)) };
    }
    return branch;
  }

  #base(of: string): Branch {
    const token = this.#peek();
    if (token.kind === 'quoted') {
      this.#next += 1;
      return { value: token.text, isQuoted: true, at: token.at };
    }
    if (this.#isMark('{')) return { schema: this.#object(token) };
    if (this.#accept('[')) return { schema: listOf(this.#within(of, ']', token)) };
    if (this.#accept('(')) return { schema: this.#within(of, ')', token) };
    if (token.kind !== 'word') {
      const after = this.tokens[this.#next - 1]?.text === '|' ? 'a value is missing after |' : `"${of}" has no type`;
      throw new FieldFault(`${after}; write ${TYPES_IN_WORDS}`, token.at);
    }
    return this.#words(of, token);
  }

  #words(of: string, first: Token): Branch {
    this.#next += 1;
    const isList = /^(?:lists?|arrays?)$/i.test(first.text);
    const next = this.#peek();
    if (isList && this.#accept('<')) return { schema: listOf(this.#within(of, '>', next)) };
    if (isList && next.kind === 'word' && next.text.toLowerCase() === 'of') {
      this.#next += 1;
      return { schema: listOf(this.#type(of)) };
    }
    const words = [first.text];
    for (let token = this.#peek(); token.kind === 'word'; token = this.#peek()) {
      words.push(token.text);
      this.#next += 1;
    }
    if (isList && words.length === 1) return { schema: listOf({ type: 'string' }) };
    return { value: words.join(' '), isQuoted: false, at: first.at };
  }

  #object(open: Token): Schema {
    if (this.#level + 1 >= MAX_LEVELS)
      throw new FieldFault(`objects may be nested at most ${MAX_LEVELS} levels deep`, open.at);
    this.#next += 1;
    const before = this.faults.length;
    this.#level += 1;
    const fields = this.#fields(true);
    this.#level -= 1;
    this.#close('}', open);
    if (fields.size === 0 && this.faults.length === before)
      throw new FieldFault('{ } has no fields; write { name, price: number }', open.at);
    return objectOf(fields);
  }

  #within(of: string, closing: string, open: Token): Schema {
    const schema = this.#type(of);
    this.#close(closing, open);
    return schema;
  }

  #close(closing: string, open: Token): void {
    if (this.#accept(closing)) return;
    const rest = this.#peek();
    if (rest.kind === 'end' || rest.kind === 'separator')
      throw new FieldFault(`"${open.text}" is never closed; add "${closing}"`, open.at);
    throw new FieldFault(`"${closing}" is expected before ${showToken(rest)}`, rest.at);
  }

  /** To the end of the field that cannot be read. */
  #recover(isNested: boolean): void {
    for (let depth = 0; ; this.#next += 1) {
      const token = this.#peek();
      if (token.kind === 'end' || (token.kind === 'separator' && depth <= 0)) return;
      if (token.kind !== 'mark') continue;
      if (token.text === '{') depth += 1;
      if (token.text !== '}') continue;
      if (depth <= 0 && isNested) return;
      depth -= 1;
    }
  }

  #peek(): Token {
    return this.tokens[this.#next] ?? this.end;
  }

  #isMark(mark: string): boolean {
    const { kind, text } = this.#peek();
    return kind === 'mark' && text === mark;
  }

  #accept(mark: string): boolean {
    const isThere = this.#isMark(mark);
    if (isThere) this.#next += 1;
    return isThere;
  }

  #skipSeparators(): void {
    while (this.#peek().kind === 'separator') this.#next += 1;
  }
}
