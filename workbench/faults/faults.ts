/** What can go wrong between a plugin and the API. */
export interface Fault {
  id: string;
  title: string;
  /** What a builder sees of it, and when it happens. */
  description: string;
}

/** An error that the API itself would give. */
interface ErrorAnswer {
  status: number;
  headers?: Record<string, string>;
  error: { message: string; type: string; code: string };
}

/** Answered in the place of the API. */
export const errorAnswers: Record<string, ErrorAnswer> = {
  rate_limit: {
    status: 429,
    headers: { 'retry-after': '1' },
    error: {
      message: 'Rate limit reached for requests. Please try again in 1s.',
      type: 'requests',
      code: 'rate_limit_exceeded',
    },
  },
  server_error: {
    status: 500,
    error: {
      message: 'The server had an error while processing your request. Sorry about that!',
      type: 'server_error',
      code: 'server_error',
    },
  },
  no_credit: {
    status: 429,
    error: {
      message: 'You exceeded your current quota, please check your plan and billing details.',
      type: 'insufficient_quota',
      code: 'insufficient_quota',
    },
  },
  moderation: {
    status: 400,
    error: {
      message: 'Your request was rejected as a result of our safety system.',
      type: 'invalid_request_error',
      code: 'moderation_blocked',
    },
  },
  wrong_key: {
    status: 401,
    error: { message: 'Incorrect API key provided.', type: 'invalid_request_error', code: 'invalid_api_key' },
  },
};

/** All faults, in the order of the menu. */
export const faults: Fault[] = [
  { id: 'rate_limit', title: 'Rate limit', description: '429: too many requests, try again in a second' },
  { id: 'server_error', title: 'Server error', description: '500: an error of the API' },
  { id: 'no_credit', title: 'No credit', description: '429: the account has no credit left' },
  { id: 'moderation', title: 'Blocked by moderation', description: '400: the safety system refuses the request' },
  { id: 'wrong_key', title: 'Wrong key', description: '401: the key is not accepted' },
  { id: 'cut', title: 'Cut answer', description: 'The connection breaks off in the middle of the answer' },
  { id: 'slow', title: 'Slow answer', description: 'Every answer comes ten seconds late' },
  { id: 'proxy', title: "A proxy's 60 seconds", description: '504: a proxy gives up on the answer after a minute' },
];
