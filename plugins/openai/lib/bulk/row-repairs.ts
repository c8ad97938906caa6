import type { ChatCompletionCreateParamsNonStreaming } from 'openai/resources/chat/completions';
import { longestAnswer } from '../cost/longest-answer';
import { UnusableResponse } from '../failures/failure';
import { readChat } from '../text/chat-result';
import { chatRepair, countRepairs, faultOf, LONGEST_FAULT, type RepairOptions } from '../text/repair';
import type { StructuredOptions } from '../text/structured-output';
import type { ReadOptions } from './bulk-result';

type Body = ChatCompletionCreateParamsNonStreaming;
type Options = RepairOptions & StructuredOptions;

/** Sends answers of rows back to the model that do not fit what was asked for. */
export class RowRepairs {
  /** The answers of each row that were sent back, and are billed as well. */
  readonly spent: object[][] = [];
  readonly #next = new Map<number, Body>();
  readonly #count: number;

  constructor(
    readonly options: Options,
    readonly reading: ReadOptions
  ) {
    this.#count = countRepairs(options);
  }

  get mayReject(): boolean {
    return this.#count > 0;
  }

  /** The request for a corrected answer, where one is due. */
  take(index: number): Body | undefined {
    return this.#next.get(index);
  }

  /** Whether an answer is to be sent back. */
  rejects(index: number, request: Body, answer: object): boolean {
    const tries = this.spent[index] ?? [];
    const fault = tries.length < this.#count ? this.#findFault(answer) : undefined;
    if (!fault) return false;
    this.#next.set(index, chatRepair.follow({ request, options: this.options, ...fault }));
    this.spent[index] = [...tries, answer];
    return true;
  }

  /** Whether a row ended with an answer whose correction was never sent, since the run stopped before. */
  hasSentBack(index: number, end: object): boolean {
    return 'data' in end && end.data === this.spent[index]?.at(-1);
  }

  /** The last answer of a row whose correction failed, which is what the row has. */
  takeBack(index: number): object | undefined {
    return this.spent[index]?.pop();
  }

  #findFault(answer: object) {
    try {
      readChat(answer, this.reading);
      return undefined;
    } catch (error) {
      return error instanceof UnusableResponse ? faultOf(error) : undefined;
    }
  }
}

/** A request and the longest that may follow it, for their maximum cost. */
export function* withRepairs(request: Body, options: Options): Generator<Body> {
  yield request;
  const text = longestAnswer(request);
  let last = request;
  for (let left = countRepairs(options); left > 0; left -= 1) {
    last = chatRepair.follow({ request: last, options, text, fault: LONGEST_FAULT });
    yield last;
  }
}
