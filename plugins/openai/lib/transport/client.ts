import OpenAI, { APIPromise } from 'openai';
import { VERSION } from 'openai/version';
import { version } from '../../package.json';
import { invalidOptions } from '../failures/query-error';
import { writeJson } from '../failures/write-json';
import type { Connection } from '../types/connection';
import { findPathFault } from './api-path';
import type { Send } from './exchange';
import { Form } from './form';
import { httpResponseOf } from './http-response';
import { effectOf } from './request-effect';

type Options = Awaited<Parameters<OpenAI['request']>[0]>;

/**
 * The SDK's resources, which know the endpoints, on a transport of our own. The SDK's way of building and sending a
 * request took a third of a chat query.
 */
class Client extends OpenAI {
  readonly #connection: Connection;
  readonly #send: Send;

  constructor(connection: Connection, send: Send) {
    // The SDK reads the host's environment for every setting that is undefined, so each is null.
    super({
      apiKey: 'none',
      adminAPIKey: null,
      webhookSecret: null,
      organization: null,
      project: null,
      baseURL: connection.baseUrl,
      defaultQuery: connection.baseQuery,
      logLevel: 'off',
    });
    this.#connection = connection;
    this.#send = send;
  }

  /** deadline.ts and retry.ts apply timeouts and retries to the query as a whole. */
  override request<Rsp>(options: Parameters<OpenAI['request']>[0]): APIPromise<Rsp> {
    return new APIPromise<Rsp>(this, this.#start(options), async (_, { response, options: { __binaryResponse } }) =>
      __binaryResponse ? response : httpResponseOf(response).value()
    );
  }

  async #start(pending: Parameters<OpenAI['request']>[0]) {
    const options = await pending;
    const { method, path, query, signal, body } = options;
    const verb = method.toUpperCase();
    checkPath(path);
    const response = await this.#send({
      method: verb,
      effect: effectOf(verb, path, body),
      url: new URL(this.buildURL(path, { ...query })),
      headers: {
        ...toHeaders(this.#connection),
        ...readHeaders(options),
        ...(body !== undefined && { 'content-type': body instanceof Form ? body.type : 'application/json' }),
      },
      ...(body !== undefined && { body: body instanceof Form ? body : writeJson(body) }),
      signal,
    });
    return {
      response,
      options,
      controller: new AbortController(),
      requestLogID: '',
      retryOfRequestLogID: undefined,
      startTime: 0,
    };
  }
}

/** Ids are checked as options; those that `extra_parameters` put in their place are not. */
function checkPath(path: string): void {
  const fault = findPathFault(path);
  if (fault) throw invalidOptions('send the request', [{ field: 'extra_parameters', message: `The path ${fault}` }]);
}

/** The one place that makes an OpenAI client. */
export function createClient(connection: Connection, send: Send): OpenAI {
  return new Client(connection, send);
}

/** As the SDK names itself, and the plugin after it. */
const USER_AGENT = `OpenAI/JS ${VERSION} openai-datasource-plugin/${version}`;

function toHeaders({ apiKey, authHeader, organizationId, projectId, headers }: Connection): Record<string, string> {
  return {
    accept: 'application/json',
    'user-agent': USER_AGENT,
    ...(organizationId && { 'openai-organization': organizationId }),
    ...(projectId && { 'openai-project': projectId }),
    ...(apiKey && (authHeader === 'api-key' ? { 'api-key': apiKey } : { authorization: `Bearer ${apiKey}` })),
    ...headers,
  };
}

/** What a resource adds, such as the type of file it accepts. */
function readHeaders({ headers }: Options): Record<string, string> {
  const added = headers && 'values' in headers ? headers.values : undefined;
  return added instanceof Headers ? Object.fromEntries(added) : {};
}
