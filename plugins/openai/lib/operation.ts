import type OpenAI from 'openai';
import type { DefaultModel, Needs, ResolvedModel, Rule } from './catalogue/models';
import type { Charge } from './cost/charges';
import type { BillableRequest } from './cost/cost-bound';
import type { Option, Problem } from './options/option';
import type { Connection } from './types/connection';
import type { Failure } from './types/failure';
import type { LoadedFile } from './types/file';
import type { Progress } from './types/progress';
import type { Subquery } from './types/subquery';

/** What an operation can use besides its options. */
export interface Context {
  /** The chosen model, and what the catalogue says about it. */
  model: ResolvedModel;
  /** `classic`: only the value, as in older versions of the plugin. */
  output: 'full' | 'classic';
  /** Options that were set but are not sent, because the model does not support them. */
  unsupported: ReadonlySet<string>;
  /** Parameters to merge into the request. */
  extra_parameters: Readonly<Record<string, unknown>>;
  /** By id. */
  allOperations(): ReadonlyMap<string, Operation>;
  /** The checked queries that the operation asks for as `subqueries`, in the same order. */
  subqueries: readonly { options: object; context: Context }[];
  /** Adds a warning to `metadata.warnings`. */
  warn(parameter: string, reason: string): void;
}

/** What `send` needs besides the request. */
export interface Call {
  signal: AbortSignal;
  connection: Connection;
  output: Context['output'];
  /** Nothing is sent: the first request throws an error that describes it, which must not be caught. */
  dry_run: boolean;
  /**
   * Sends one of several requests, and again where that is safe; for operations that `sendMany`.
   */
  attempt<T>(send: () => Promise<T>): Promise<T>;
  /** Lends large texts of one of several requests to the transport, which copies none of them, until it has ended. */
  lighten<Body, T>(body: Body, send: (body: Body) => Promise<T>): Promise<T>;
  /** Tells a host that shows progress; absent where nobody listens. */
  report?(progress: Progress): void;
  /** Reads the failure of an error. `sent` is what its request sent, where that is not the whole query. */
  read(error: unknown, sent?: object): Failure;
  /** Reads what is wrong with an answer that has arrived, whatever has ended the query since. */
  readAnswer(error: unknown, sent?: object): Failure;
  /** Milliseconds until the query's deadline. */
  remaining(): number;
  /** Whether another model is tried after this failure; absent where there is none. */
  givesWay?(failure: Failure): boolean;
}

/** The result of a query: `message` is a sentence, `data` the documented object; the rest goes into `metadata`. */
export interface Outcome<Data = unknown> {
  message: string;
  data: Data;
  id?: string | undefined;
  model?: string | undefined;
  finish_reason?: string | undefined;
  usage?: object | undefined;
  /** What is billed, where that is more than `usage`; null where it is unknown. */
  charges?: Charge[] | null | undefined;
  /** What `include_raw` shows where it is not the response itself. */
  raw?: unknown;
}

/** What one try of a query is billed for. */
export type Billed = Pick<Outcome, 'model' | 'usage' | 'charges'>;

/** Builds the whole response from the events of a stream. */
export interface Collector<Response> {
  /** Adds the data of one event. */
  take(event: object): Progress[];
  /** The text that has arrived so far, which is not lost if the rest never does. */
  text?(): string;
  /**
   * The whole response; undefined where the stream ended early.
   *
   * @param isClosed The server itself ended the stream, by `[DONE]`.
   */
  finish(isClosed: boolean): Response | undefined;
}

interface Streaming<Options, Request, Response> {
  /** When to stream: never, for hosts that show partial answers, or always. */
  when(request: Request, context: Context, options: Options): 'never' | 'live' | 'always';
  open(client: OpenAI, request: Request, call: Call): Promise<globalThis.Response>;
  collect(request: Request, options: Options, context: Context): Collector<Response>;
}

/** What no single option's schema can say. */
interface CheckPart<Options> {
  /** Relations between options, as JSON Schema. */
  rules?: Rule[];
  inspect?(options: Options, model: ResolvedModel): Problem[];
  /** What can be checked only once files are loaded, by the names of their options. */
  inspectFiles?(
    files: Record<string, LoadedFile[]>,
    model: ResolvedModel,
    options: Record<string, unknown>
  ): Problem[] | Promise<Problem[]>;
}

interface FormPart<Name extends string> {
  /**
   * Options that the form shows under each model that supports them, with the values it supports; those declared before
   * them are shown above the model, those after them under "More options". Absent: all are shown once.
   */
  byModel?: Name[];
  /** The field that holds the model, where ToolJet's own plugin stores a set of fields for each model. */
  savedBy?: string;
  /** Options that are shown only beside the switch of their tool, by that switch. */
  beside?: Partial<Record<Name, Name[]>>;
}

interface BillingPart<Request, Response> {
  /**
   * The requests as the API bills them, for the connection's cost limit; undefined where they are unknown beforehand.
   * Absent: the request is one of the operation's endpoint, or where it has no model, costs nothing.
   */
  requests?(request: Request, context: Context): Iterable<BillableRequest> | undefined;
  /** What a response is billed for, whatever it says: an error tells what was paid for a response that cannot be used. */
  response?(response: Response): Billed;
}

interface TransportPart<Request> {
  /** Maximum size of a response; 64 MB where absent. */
  maxResponseBytes?: number;
  /**
   * `send` makes several requests, each by `call.attempt`, and puts `context.extra_parameters` into them itself. A dry
   * run shows the first one, and this count.
   */
  countRequests?(request: Request): number;
  /** What a dry run shows besides the first request and the count. */
  previewMore?(request: Request): object;
  /** Its requests have neither query nor body, so `extra_parameters` are left out with a warning. */
  noExtraParameters?: true;
  /** Asks the server how many tokens the input has; for dry runs with `count_tokens`. */
  countTokens?(client: OpenAI, request: Request, signal: AbortSignal): Promise<number>;
  /** An `error` in the response is data, not a failure of the query. */
  errorIsData?: true;
  /** The hint where the server does not have the endpoint. */
  ifMissing?: string;
}

/** How an answer that does not fit what was asked for is sent back to the model. */
interface RepairPart<Options, Request, Response> {
  /** How often, at most. */
  count(options: Options): number;
  /** The request for a corrected answer; nothing where what the first try made would be lost. */
  follow(answer: {
    request: Request;
    options: Options;
    text: string;
    fault: string;
    /** Absent where only the longest request is wanted. */
    response?: Response;
  }): Request | undefined;
}

/** What keeps queries working that were saved with older versions of the plugin. */
interface CompatibilityPart<Data, Response> {
  /** Puts options stored under older names under today's; options under today's names win. */
  rename?(options: object): object;
  /** The value that older versions returned; absent where there was none. */
  toClassic?(outcome: Outcome<Data>, response: Response): unknown;
}

interface Definition<Options extends object, Request extends object, Response, Data> {
  /** Completes "Could not ...". */
  summary: string;
  /** The operation's name in the form. */
  title: string;
  /** What a model must support, and which one is the default; absent where no model is chosen. */
  needs?: Needs & { default: DefaultModel };
  required: (keyof Options & string)[];
  /** Each option with the bounds that hold for every model, in the order a builder fills them. */
  options: { [Name in keyof Options & string as Name extends 'model' ? never : Name]-?: Option };
  buildRequest(options: Options, context: Context): Request;
  send(client: OpenAI, request: Request, call: Call): Promise<Response>;
  /** Fetches what belongs to a response and does not stand in it, such as files. */
  complete?(client: OpenAI, response: Response, options: Options, call: Call): Promise<Response>;
  toResult(response: Response, options: Options, context: Context): Outcome<Data>;

  /** Options that the plugin applies itself where the model does not support them, and how, for the warning. */
  emulates?: Partial<Record<keyof Options & string, string>>;
  checks?: CheckPart<Options>;
  /** Queries of other operations that this one runs; they are read and checked as such. */
  subqueries?(options: Options): Subquery[];
  form?: FormPart<keyof Options & string>;
  billing?: BillingPart<Request, Response>;
  transport?: TransportPart<Request>;
  streaming?: Streaming<Options, Request, Response>;
  repair?: RepairPart<Options, Request, Response>;
  compatibility?: CompatibilityPart<Data, Response>;
}

/** An operation with its types erased, so that all fit one registry. */
export interface Operation
  extends Omit<Definition<object, object, unknown, unknown>, 'options' | 'required' | 'emulates' | 'form'> {
  form?: FormPart<string>;
  required: string[];
  options: Record<string, Option>;
  emulates?: Record<string, string | undefined>;
}

/**
 * Declares an operation in the order of a query: options, request, the one line that uses the network, result. Its id is
 * the file's name, and is stated in the registry.
 */
export function defineOperation<Options extends object, Request extends object, Response, Data = unknown>(
  definition: Definition<Options, Request, Response, Data>
): Operation {
  return definition;
}

/** Operations that share an entry of the form, where one of its fields chooses between them. */
export interface ActionGroup {
  title: string;
  /** The option that chooses, such as `file_action`. */
  chosenBy: string;
  /** Each action by the option's value; the first is the default. */
  actions: Record<string, Operation | ActionGroup>;
  /** The form shows the fields of all actions together, with the option that chooses as one of them. */
  together?: { title: string; description: string };
}

/** The operations of an entry by id; an action's is `group.action`. */
export function flattenActions(id: string, entry: Operation | ActionGroup): [string, Operation][] {
  if (!('actions' in entry)) return [[id, entry]];
  return Object.entries(entry.actions).flatMap(([action, inner]) => flattenActions(`${id}.${action}`, inner));
}

/** Declares operations that share an entry of the form. Each reads only its own options. */
export function defineActions(group: ActionGroup): ActionGroup {
  return group;
}

/** The entry of the form that an operation belongs to: its id, or that of its group. */
export function entryOf(id: string): string {
  return id.replace(/\..*$/, '');
}
