import type { Response, ResponseOutputItem, ResponseStreamEvent } from 'openai/resources/responses/responses';
import type { Containers } from '../containers/containers';
import type { Conversations } from '../conversations/conversations';
import type { UploadedFiles } from '../files/uploaded-files';
import type { JsonObject } from '../http/json';
import type { ApiRequest } from '../http/messages';
import type { VectorStores } from '../vector-stores/stores';
import type { CitedText } from './cited-text';

/** A request for a response, in the conversation that it continues. */
export interface Turn {
  body: JsonObject;
  model: string;
  /** Items of earlier turns, oldest first. */
  history: JsonObject[];
  /** Items that came with this request. */
  input: JsonObject[];
  /** The words of the user's last message. */
  prompt: string;
  request: ApiRequest;
  files: UploadedFiles;
  stores: VectorStores;
  containers: Containers;
  /** The conversation that the turn belongs to, which goes on after it. */
  conversationId?: string;
}

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

/** A response as the API sends it. */
export interface ResponseBody extends JsonObject {
  id: string;
  status: string;
  output: ResponseOutputItem[];
}

export interface NumberedEvent {
  event: string;
  data: { type: string; sequence_number: number; [detail: string]: unknown };
}

/** The making of a response, from the moment it is asked for. */
export interface Run {
  readonly id: string;
  /** Whether somebody who lost the stream can take it up again. */
  readonly isStreamed: boolean;
  /** The response as it stands. Looking does not hurry it. */
  show(now: Date): ResponseBody;
  /** The same for somebody who waits for it: every look brings a background response a step nearer to its end. */
  retrieve(now: Date, include: string[]): ResponseBody;
  /** What happened after an event, up to the end, which has come when all is told. */
  tell(after: number, now: Date, include: string[]): AsyncIterable<NumberedEvent>;
  cancel(now: Date): ResponseBody;
}

export interface StoredResponse {
  run: Run;
  /** The items that came with the request. */
  input: JsonObject[];
  /** Everything said before the request. */
  history: JsonObject[];
  /** When it is forgotten. */
  expiresAt?: Date;
}

export interface ResponseStore {
  add(response: StoredResponse): void;
  /** Throws the API's 404 for an unknown id. */
  find(id: string, now: Date): StoredResponse;
  /** Everything said up to the end of a response. */
  findContext(previousId: string, now: Date): JsonObject[];
  findItem(id: string, now: Date): JsonObject;
  remove(id: string, now: Date): void;
}

/** What is kept between requests. */
export interface Memory {
  responses: ResponseStore;
  conversations: Conversations;
  files: UploadedFiles;
  stores: VectorStores;
  containers: Containers;
}
