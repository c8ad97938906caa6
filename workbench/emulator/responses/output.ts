import type { Response, ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { JsonObject } from '../json';
import type { CitedText } from './cited-text';
import type { Turn } from './turn';

type WithoutNumber<Event> = Event extends unknown ? Omit<Event, 'sequence_number'> : never;

/** An event of a stream, which is numbered when it is sent. */
export type ItemEvent = WithoutNumber<ResponseStreamEvent>;

/** One item of a response's output, and how a stream tells of its making. */
export interface OutputPart {
  item: ResponseOutputItem;
  /** The item as it is announced, before anything is in it. */
  draft: ResponseOutputItem;
  /** What happens between the announcement and the finished item. */
  events(outputIndex: number): Iterable<ItemEvent> | AsyncIterable<ItemEvent>;
  /** Tokens that the main model spent on it. */
  tokens: number;
  /** What a picture cost beside them. */
  imageUsage?: Response.ToolUsage.ImageGen;
}

/** What came of using a tool. */
export interface ToolOutcome {
  parts: OutputPart[];
  /** Said afterwards, if the model is free to speak. */
  remark: CitedText;
  /** Whether somebody has to answer before the model can say anything. */
  isWaiting?: boolean;
}

/** A tool that runs on the server. A new one is a file of its own, listed in tools.ts. */
export interface HostedTool {
  /** The names under which requests offer it. */
  types: readonly string[];
  /** Refuses settings that the API refuses; `place` is where the request has them, e.g. tools[0]. */
  check(tool: JsonObject, place: string): void;
  /** Whether the words of the prompt call for it. */
  isWished(turn: Turn, tool: JsonObject): boolean;
  /** Whether the turn brings what the tool waits for. */
  isAnswered?(turn: Turn, tool: JsonObject): boolean;
  /** Never used by a model that may choose, unless the prompt calls for it. */
  isReserved?: boolean;
  /** The response ends with it if the request left no choice. */
  endsForcedTurn?: boolean;
  /** The tool as a response repeats it. */
  echo?(tool: JsonObject): JsonObject;
  use(tool: JsonObject, turn: Turn): Promise<ToolOutcome>;
}
