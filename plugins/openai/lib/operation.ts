import type OpenAI from 'openai';
import type { DefaultModel, Needs, ResolvedModel, Rule } from './catalogue/models';
import type { Charge } from './cost/charges';
import type { BillableRequest } from './cost/cost-bound';
import type { Failure } from './failures/failure';
import type { Option, Problem } from './options/option';
import type { Connection } from './types/connection';
import type { LoadedFile } from './types/file';

/** What an operation may look at besides its options. */
export interface Context {
  /** The chosen model and what the catalogue knows of it. */
  model: ResolvedModel;
  /** `classic`: the bare values of the plugin's older versions. */
  output: 'full' | 'classic';
  /** Options that were given but are not sent, since the model does not take them. */
  unsupported: ReadonlySet<string>;
  /** What the builder wants merged into the request. */
  extra_parameters: Readonly<Record<string, unknown>>;
  operations: ReadonlyMap<string, Operation>;
  /** Reports in `metadata.warnings` what was left out or came out otherwise than asked. */
  warn(parameter: string, reason: string): void;
}

/** What `send` needs besides the request. */
export interface Call {
  signal: AbortSignal;
  connection: Connection;
  output: Context['output'];
  /** Nothing is sent: the first request ends the query with an error that shows it, which must be passed on. */
  dry_run: boolean;
  /**
   * Sends one of several requests, and again where that is safe; for operations that `sendMany`.
   */
  attempt<T>(send: () => Promise<T>): Promise<T>;
  /** What an error means; `sent` is what its request held of the builder's own words, in the place of all the query's. */
  read(error: unknown, sent?: object): Failure;
  /** Milliseconds until the query's deadline. */
  remaining(): number;
}

/** What a query gives: `message` is a sentence, `data` the documented object, the rest goes into `metadata`. */
export interface Outcome<Data = unknown> {
  message: string;
  data: Data;
  id?: string | undefined;
  model?: string | undefined;
  finish_reason?: string | undefined;
  usage?: object | undefined;
  /** What is billed, where it is more than `usage` says; null where that cannot be told. */
  charges?: Charge[] | null | undefined;
  /** What `include_raw` shows where it is not the response itself. */
  raw?: unknown;
}

/**
 * What `stream()` gives while an answer arrives; the last one is the whole result. A response that works in the
 * background numbers them: `starting_after` goes on behind one of these numbers.
 */
export type Progress =
  | { type: 'text_delta'; text: string; sequence_number?: number }
  | { type: 'partial_image'; index: number; data_url: string; sequence_number?: number }
  /** Where a response, or one of its tools, has got to. */
  | { type: 'status'; status: string; id?: string; tool?: string; sequence_number?: number };

/** Puts a streamed answer together again, so that it is read like one that came whole. */
export interface Collector<Response> {
  /** Takes the data of one event, of the kind the operation's endpoint sends. */
  take(event: object): Progress[];
  /** The text that has arrived so far, which is not lost if the rest never does. */
  text?(): string;
  /**
   * The whole answer, or nothing where the stream was cut before its end.
   *
   * @param isClosed The server itself ended the stream, by `[DONE]`.
   */
  finish(isClosed: boolean): Response | undefined;
}

interface Streaming<Options, Request, Response> {
  /** When the answer comes in pieces: never, for hosts that show them, or for all. */
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

interface FormPart<Name> {
  /**
   * Options that the form shows under each model that supports them, with the values it supports; those declared before
   * them are shown above the model, those after them under "More options". Absent: all are shown once.
   */
  byModel?: Name[];
}

interface BillingPart<Request> {
  /**
   * The requests as the API bills them, for the connection's cost limit; undefined where they are unknown beforehand.
   * Absent: the request is one of the operation's endpoint, or where it has no model, costs nothing.
   */
  requests?(request: Request, context: Context): Iterable<BillableRequest> | undefined;
}

interface TransportPart<Request> {
  /** Bytes an answer may have; 64 MB where absent. */
  maxAnswerBytes?: number;
  /**
   * `send` makes several requests, each by `call.attempt`, and puts `context.extra_parameters` into them itself. A dry
   * run shows the first one, and this count.
   */
  countRequests?(request: Request): number;
  /** Its requests have neither query nor body, so `extra_parameters` are left out with a warning. */
  noExtraParameters?: true;
  /** An `error` in the answer is part of what was asked for, not a failure of the query. */
  errorIsData?: true;
  /** What to say where the server has no such endpoint. */
  ifMissing?: string;
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
  toResult(response: Response, options: Options, context: Context): Outcome<Data>;

  /** Options that the plugin applies itself where the model does not support them, and how, for the warning. */
  emulates?: Partial<Record<keyof Options & string, string>>;
  checks?: CheckPart<Options>;
  form?: FormPart<keyof Options & string>;
  billing?: BillingPart<Request>;
  transport?: TransportPart<Request>;
  streaming?: Streaming<Options, Request, Response>;
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
 * Declares an operation in the order a query passes it: what may come in, what goes out, the one line that leaves the
 * process, what comes back. Its id is the file's name and stands in the registry.
 */
export function defineOperation<Options extends object, Request extends object, Response, Data = unknown>(
  definition: Definition<Options, Request, Response, Data>
): Operation {
  return definition;
}

/** Operations that share an entry of the form and are told apart by one of its fields. */
export interface ActionGroup {
  title: string;
  /** The option that chooses, such as `file_action`. */
  chosenBy: string;
  /** Each action by the option's value; the first is taken where none is chosen. */
  actions: Record<string, Operation | ActionGroup>;
  /** The form shows the fields of all actions together, and the option that chooses as a plain one of them. */
  together?: { title: string; description: string };
}

/** The operations of an entry, each by its place in it: an action by `group.action`. */
export function flattenActions(id: string, entry: Operation | ActionGroup): [string, Operation][] {
  if (!('actions' in entry)) return [[id, entry]];
  return Object.entries(entry.actions).flatMap(([action, inner]) => flattenActions(`${id}.${action}`, inner));
}

/** Declares operations that share an entry of the form. Each has options of its own; those of the others are not read. */
export function defineActions(group: ActionGroup): ActionGroup {
  return group;
}

/** The entry of the form that an operation belongs to: its id, or that of its group. */
export function entryOf(id: string): string {
  return id.replace(/\..*$/, '');
}
