/** A part of a list of fields, and where it begins. */
export interface Token {
  kind: 'word' | 'quoted' | 'mark' | 'note' | 'separator' | 'end';
  text: string;
  at: number;
}

/** Something that cannot be read, and where. */
export class FieldFault extends Error {
  constructor(
    readonly reason: string,
    readonly at: number
  ) {
    super(reason);
  }
}

const MARKS = ':?|{}[]<>()';
const SEPARATORS = ',;\n';
const WORD = /[^\s:?|{}[\]<>(),;]+/y;
const BULLET = /(?:[-*\u2022]|\d{1,3}[.)])[^\S\n]+/y;
const COMMENT = /(?:#(?=\s|$)|\/\/)[^\n]*/y;
const DASH = /[-\u2013\u2014](?=[^\S\n])/y;
const QUOTES = new Map([
  ['"', '"'],
  ["'", "'"],
  ['`', '`'],
  ['“', '”'],
]);

/**
 * Splits a list of fields into its parts.
 *
 * @throws FieldFault for a quotation mark or a bracket without its other half.
 */
export function scanFields(text: string): Token[] {
  return new Scanner(text).scan();
}

class Scanner {
  readonly #tokens: Token[] = [];
  #at = 0;

  constructor(readonly text: string) {}

  scan(): Token[] {
    while (this.#at < this.text.length) {
      if (!this.#skip()) this.#take();
    }
    return this.#tokens;
  }

  /** Spaces, bullets at the start of a field, and comments that belong to none. */
  #skip(): boolean {
    const character = this.#here();
    if (character !== '\n' && /\s/.test(character)) {
      this.#at += 1;
      return true;
    }
    if (!this.#isAtStart()) return false;
    return this.#match(BULLET) !== '' || this.#match(COMMENT) !== '';
  }

  #take(): void {
    const character = this.#here();
    const closing = QUOTES.get(character);
    if (SEPARATORS.includes(character)) this.#takeSeparator(character);
    else if (closing !== undefined) this.#takeQuoted(closing);
    else if (character === '(' && !this.#expectsType()) this.#takeNote();
    else if (MARKS.includes(character)) this.#add('mark', character, 1);
    else this.#takeWord();
  }

  /** A line may go on after, or begin with, the bar between two values. */
  #takeSeparator(character: string): void {
    const goesOn = character === '\n' && (this.#follows('mark', '|') || /^\s*\|/.test(this.text.slice(this.#at)));
    if (goesOn) this.#at += 1;
    else this.#add('separator', character, 1);
  }

  #takeQuoted(closing: string): void {
    const start = this.#at;
    const end = this.text.indexOf(closing, start + 1);
    if (end === -1) throw new FieldFault(`the quotation mark ${this.#here()} is never closed; add ${closing}`, start);
    this.#add('quoted', this.text.slice(start + 1, end), end + 1 - start);
  }

  /** What stands in parentheses, which may hold others. */
  #takeNote(): void {
    const start = this.#at;
    let depth = 0;
    for (let at = start; at < this.text.length; at += 1) {
      if (this.text[at] === '(') depth += 1;
      else if (this.text[at] === ')') depth -= 1;
      if (depth > 0) continue;
      this.#add('note', this.text.slice(start + 1, at), at + 1 - start);
      return;
    }
    throw new FieldFault('"(" is never closed; add ")"', start);
  }

  #takeWord(): void {
    const start = this.#at;
    const comment = this.#match(COMMENT);
    if (comment !== '') {
      this.#push('note', comment.replace(/#|\/\//, ''), start);
      return;
    }
    if (!this.#expectsType() && this.#match(DASH) !== '') {
      const [note = ''] = /^[^,;\n}]*/.exec(this.text.slice(this.#at)) ?? [];
      this.#at += note.length;
      this.#push('note', note, start);
      return;
    }
    // Here stands neither a space nor a mark, so that one matches.
    this.#push('word', this.#match(WORD), start);
  }

  #here(): string {
    return this.text.charAt(this.#at);
  }

  /** What a pattern finds here, which is passed over; empty for nothing. */
  #match(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const [found = ''] = pattern.exec(this.text) ?? [];
    this.#at += found.length;
    return found;
  }

  #follows(kind: Token['kind'], text: string): boolean {
    const last = this.#tokens.at(-1);
    return last?.kind === kind && last.text === text;
  }

  #isAtStart(): boolean {
    const last = this.#tokens.at(-1);
    return last === undefined || last.kind === 'separator' || this.#follows('mark', '{');
  }

  /** A parenthesis or a dash here is part of a type, and no note on one. */
  #expectsType(): boolean {
    return [':', '|', '(', '[', '<'].some(mark => this.#follows('mark', mark)) || this.#follows('word', 'of');
  }

  #add(kind: Token['kind'], text: string, length: number): void {
    this.#push(kind, text, this.#at);
    this.#at += length;
  }

  #push(kind: Token['kind'], text: string, at: number): void {
    this.#tokens.push({ kind, text: kind === 'note' ? text.trim() : text, at });
  }
}

/** A part as messages quote it. */
export function showToken({ text }: Token): string {
  return text === '\n' ? 'the end of the line' : `"${text}"`;
}
