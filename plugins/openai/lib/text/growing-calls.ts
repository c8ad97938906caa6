import { type CompletionCall, toArguments } from './chat-completion';

interface Growing {
  index: number | undefined;
  id: string;
  type: string | undefined;
  name: string;
  arguments: string;
  isCustom: boolean;
  extra_content: CompletionCall['extra_content'];
}

/** Puts tool calls together that come in pieces, however a server numbers and names them. */
export class GrowingCalls {
  readonly #calls: Growing[] = [];

  get size(): number {
    return this.#calls.length;
  }

  add(pieces: CompletionCall[]): void {
    for (const piece of pieces) {
      const name = piece.function?.name ?? piece.custom?.name ?? '';
      const text = piece.function ? toArguments(piece.function.arguments) : (piece.custom?.input ?? '');
      const call = this.#find(piece, name, text) ?? this.#begin(piece);
      if (piece.id) call.id = call.id || piece.id;
      // Some repeat the name in every piece.
      if (name !== call.name) call.name += name;
      call.arguments += text;
      call.isCustom ||= piece.custom !== undefined && !piece.function;
      call.type ??= piece.type;
      call.extra_content = piece.extra_content ?? call.extra_content;
    }
  }

  list(): CompletionCall[] {
    return this.#calls.map(({ id, name, arguments: text, isCustom, type, extra_content }) => ({
      ...(id && { id }),
      ...(type && { type }),
      ...(isCustom ? { custom: { name, input: text } } : { function: { name, arguments: text } }),
      ...(extra_content && { extra_content }),
    }));
  }

  #begin({ index }: CompletionCall): Growing {
    const call = {
      index,
      id: '',
      type: undefined,
      name: '',
      arguments: '',
      isCustom: false,
      extra_content: undefined,
    };
    this.#calls.push(call);
    return call;
  }

  /** The call that a piece goes on with: by its id, else by its index, else the last one. A new call begins with a name. */
  #find({ index, id }: CompletionCall, name: string, text: string): Growing | undefined {
    const same = id ? this.#calls.find(call => call.id === id) : undefined;
    if (same) return same;
    const last = index === undefined ? this.#calls.at(-1) : this.#calls.findLast(call => call.index === index);
    if (!last || !name) return last;
    // Some give every call the same index; the id, or arguments that are complete, tell them apart.
    const isOther = id && last.id ? id !== last.id : isJson(last.arguments) && text !== '';
    return isOther ? undefined : last;
  }
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
