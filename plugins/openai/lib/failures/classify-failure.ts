import type { Failure } from './failure';

/** Whose turn it is, for apps to branch on. */
export type Category =
  | 'invalid_options'
  | 'authentication'
  | 'permission'
  | 'organization_verification'
  | 'quota'
  | 'rate_limit'
  | 'content_policy'
  | 'model_not_found'
  | 'context_length'
  | 'invalid_request'
  | 'timeout'
  | 'network'
  | 'server'
  | 'cancelled';

/** Every stated condition must hold. */
interface Condition {
  kind?: Failure['kind'];
  /** From, to. */
  status?: [number, number];
  codes?: string[];
  types?: string[];
  reason?: RegExp;
}

/** What a kind of failure means and what to do about it. */
export interface FailureClass {
  category: Category;
  retryable: boolean;
  /** What to do, in a sentence. */
  hint: string;
  docs_url?: string;
}

const PLATFORM = 'https://platform.openai.com';

/**
 * The first row with a condition that holds judges the failure. Sources of the codes: OpenAI's guides to error codes, to
 * rate limits and to image generation, and answers of the API quoted in public issues.
 */
export const failureClasses: (FailureClass & { when: Condition[] })[] = [
  {
    when: [{ kind: 'timeout' }],
    category: 'timeout',
    retryable: true,
    hint: "Raise the query's or the connection's timeout, or ask for less. What was sent may still be billed.",
  },
  {
    when: [{ kind: 'cancelled' }],
    category: 'cancelled',
    retryable: true,
    hint: 'The query was stopped before its answer came.',
  },
  {
    when: [{ kind: 'answer', codes: ['dimensions_differ'] }],
    category: 'invalid_request',
    retryable: false,
    hint: 'Compare only vectors that the same model made with the same dimensions.',
  },
  {
    when: [{ kind: 'answer', codes: ['output_truncated'] }],
    category: 'invalid_request',
    retryable: false,
    hint: 'Raise max_tokens, or ask for a shorter answer.',
  },
  {
    when: [{ kind: 'answer', codes: ['answer_too_large'] }],
    category: 'invalid_request',
    retryable: false,
    hint: 'The host would hold all of it in memory. Ask for less, or fetch it outside of the app.',
  },
  {
    when: [
      { codes: ['moderation_blocked', 'content_policy_violation', 'content_filter'] },
      { codes: ['image_content_policy_violation', 'bio_policy', 'misalignment_policy_violation'] },
      { reason: /rejected (by|as a result of) (the|our) safety system/i },
    ],
    category: 'content_policy',
    retryable: false,
    hint: 'Change the prompt or the image: the safety system refused this one and will again.',
    docs_url: 'https://openai.com/policies/usage-policies',
  },
  {
    when: [{ codes: ['redirected'] }],
    category: 'invalid_request',
    retryable: false,
    hint: "Nothing was sent there. If you trust that server with key and prompts, make it the connection's base URL.",
  },
  {
    when: [{ kind: 'answer' }],
    category: 'server',
    retryable: true,
    hint: "Try again. If it stays so, check the connection's base URL: this is not how OpenAI's API answers.",
  },
  {
    when: [{ kind: 'network' }],
    category: 'network',
    retryable: true,
    hint: "Check the connection's base URL and the host's network or proxy, then try again.",
  },
  {
    when: [{ reason: /must be verified|organization verification/i }],
    category: 'organization_verification',
    retryable: false,
    hint: `An owner verifies the organization at ${PLATFORM}/settings/organization/general; access follows within 15 minutes. Until then choose a model that needs no verification.`,
    docs_url: 'https://help.openai.com/en/articles/10910291-api-organization-verification',
  },
  {
    when: [
      { types: ['insufficient_quota'] },
      { codes: ['insufficient_quota', 'credit_balance_exhausted', 'billing_hard_limit_reached', 'billing_not_active'] },
      { codes: ['organization_spend_limit_exceeded', 'project_spend_limit_exceeded'] },
    ],
    category: 'quota',
    retryable: false,
    hint: 'The account has no credit left or has reached its spending limit; waiting does not help. An owner can add credit or raise the limit.',
    docs_url: `${PLATFORM}/settings/organization/billing`,
  },
  {
    when: [
      { codes: ['context_length_exceeded', 'string_above_max_length'] },
      { reason: /maximum context length|exceeds the context window/i },
    ],
    category: 'context_length',
    retryable: false,
    hint: 'Shorten the prompt or the history, or choose a model with a larger context.',
  },
  {
    when: [
      { codes: ['model_not_found', 'model_not_available', 'DeploymentNotFound'] },
      { status: [400, 404], reason: /\b(model|deployment)\b.*(does not exist|has been deprecated|not found)/i },
    ],
    category: 'model_not_found',
    retryable: false,
    hint: 'Check the model id, and that the project of this key may use it; the operation list_models shows what it may.',
    docs_url: `${PLATFORM}/docs/models`,
  },
  {
    when: [
      { status: [403, 403] },
      { codes: ['missing_scope', 'unsupported_country_region_territory'] },
      { status: [401, 401], reason: /insufficient permissions|missing scopes|not authorized/i },
    ],
    category: 'permission',
    retryable: false,
    hint: 'The key is valid but may not do this. Check its permissions, its project, and that your country is supported.',
    docs_url: `${PLATFORM}/docs/guides/error-codes`,
  },
  {
    when: [{ status: [401, 401] }, { codes: ['invalid_api_key'] }],
    category: 'authentication',
    retryable: false,
    hint: 'Check the API key of this connection, and that organization and project are its own.',
    docs_url: `${PLATFORM}/api-keys`,
  },
  {
    when: [{ status: [404, 405] }],
    category: 'invalid_request',
    retryable: false,
    hint: "Check the id, and the connection's base URL: a compatible server may lack this endpoint.",
  },
  {
    when: [{ status: [408, 408] }],
    category: 'timeout',
    retryable: true,
    hint: 'The server gave up waiting. Try again.',
  },
  {
    when: [{ status: [429, 429], reason: /^request too large/i }],
    category: 'rate_limit',
    retryable: false,
    hint: 'This request alone is more than the account may send in a minute: shorten it, or lower max_tokens.',
    docs_url: `${PLATFORM}/docs/guides/rate-limits`,
  },
  {
    when: [{ status: [429, 429] }, { codes: ['rate_limit_exceeded'] }],
    category: 'rate_limit',
    retryable: true,
    hint: 'Too many requests or tokens a minute. Wait and try again, or raise Retries in the connection.',
    docs_url: `${PLATFORM}/docs/guides/rate-limits`,
  },
  {
    when: [
      { status: [409, 409] },
      { status: [421, 421] },
      { status: [500, 599] },
      { types: ['server_error', 'service_unavailable_error'] },
      { codes: ['server_error', 'server_is_overloaded', 'vector_store_timeout'] },
    ],
    category: 'server',
    retryable: true,
    hint: 'The fault is on the server. Try again in a while.',
    docs_url: 'https://status.openai.com',
  },
  {
    when: [{}],
    category: 'invalid_request',
    retryable: false,
    hint: 'The server refused the request as it stands; its own words say what to change.',
    docs_url: `${PLATFORM}/docs/guides/error-codes`,
  },
];

/** What the failure means. */
export function classifyFailure(failure: Failure): FailureClass {
  const row = failureClasses.find(({ when }) => when.some(condition => holds(condition, failure)));
  if (!row) throw new Error('The last row of the table judges everything');
  const { when: _, ...classified } = row;
  return classified;
}

function holds({ kind, status, codes, types, reason }: Condition, failure: Failure): boolean {
  const [from, to] = status ?? [0, 0];
  return (
    (kind === undefined || kind === failure.kind) &&
    (status === undefined || (failure.status !== undefined && failure.status >= from && failure.status <= to)) &&
    (codes?.includes(failure.code ?? '') ?? true) &&
    (types?.includes(failure.type ?? '') ?? true) &&
    (reason?.test(failure.reason) ?? true)
  );
}
