interface ErrorDetails {
  status?: number;
  type?: string;
  param?: string;
  code?: string;
  headers?: Record<string, string>;
}

/** A refusal, answered as OpenAI words it: `{ error: { message, type, param, code } }`. */
export class ApiError extends Error {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body: { error: { message: string; type: string; param: string | null; code: string | null } };

  constructor(
    message: string,
    { status = 400, type = 'invalid_request_error', param, code, headers = {} }: ErrorDetails = {}
  ) {
    super(message);
    this.status = status;
    this.headers = headers;
    this.body = { error: { message, type, param: param ?? null, code: code ?? null } };
  }
}

export function modelNotFound(model: string): ApiError {
  return new ApiError(`The model \`${model}\` does not exist or you do not have access to it.`, {
    status: 404,
    param: 'model',
    code: 'model_not_found',
  });
}

export function invalidType(param: string, expected: string, got: string): ApiError {
  return new ApiError(`Invalid type for '${param}': expected ${expected}, but got ${got} instead.`, {
    param,
    code: 'invalid_type',
  });
}

export function unknownParameter(name: string): ApiError {
  return new ApiError(`Unknown parameter: '${name}'.`, { param: name, code: 'unknown_parameter' });
}

export function missingParameter(name: string): ApiError {
  return new ApiError(`Missing required parameter: '${name}'.`, { param: name, code: 'missing_required_parameter' });
}

export function invalidValue(param: string, message: string): ApiError {
  return new ApiError(message, { param, code: 'invalid_value' });
}

export function unsupportedParameter(param: string, advice = ''): ApiError {
  return new ApiError(`Unsupported parameter: '${param}' is not supported with this model.${advice}`, {
    param,
    code: 'unsupported_parameter',
  });
}

/** For what the API serves and the emulator does not; `what` completes "does not support". */
export function notEmulated(param: string, what = `the parameter '${param}'`): ApiError {
  return new ApiError(`The emulator does not support ${what}; OpenAI's API does.`, { param, code: 'not_emulated' });
}
