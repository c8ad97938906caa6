import { type FailureClass, PLATFORM_URL } from './category';
import type { Condition } from './condition';
import { CERTIFICATE_CODES, TLS_CODES } from './network-error';
import { WORDS } from './server-words';
import { TIME_CLASSES } from './time-classes';

/**
 * The first row with a condition that holds classifies the failure. The codes come from OpenAI's guides to error codes,
 * rate limits and image generation, and from responses of the API quoted in public issues.
 */
export const FAILURE_CLASSES: (FailureClass & { when: Condition[] })[] = [
  {
    when: [{ kind: 'internal' }],
    category: 'internal',
    retryable: false,
    hint: "This is a bug in the plugin. Report it, with the error's cause in the host's log if there is one.",
  },
  ...TIME_CLASSES,
  {
    when: [{ kind: 'response', codes: ['dimensions_differ'] }],
    category: 'invalid_request',
    retryable: false,
    hint: 'Compare only vectors from the same model with the same dimensions.',
  },
  {
    when: [{ kind: 'response', codes: ['output_truncated'] }],
    category: 'invalid_request',
    retryable: false,
    hint: 'Increase max_tokens, or ask for a shorter answer.',
  },
  {
    when: [{ kind: 'response', codes: ['schema_mismatch'] }],
    category: 'server',
    retryable: true,
    hint: 'Set repair to 1 or 2 to have the model correct its answer, or choose a model that follows schemas.',
  },
  {
    when: [{ kind: 'response', codes: ['answer_too_large'] }],
    category: 'invalid_request',
    retryable: false,
    hint: 'The response would not fit into memory. Request less, or download it outside the app.',
  },
  {
    when: [
      { codes: ['moderation_blocked', 'content_policy_violation', 'content_filter'] },
      { codes: ['image_content_policy_violation', 'bio_policy', 'misalignment_policy_violation'] },
      { reason: /rejected (by|as a result of) (the|our) safety system/i },
    ],
    category: 'content_policy',
    retryable: false,
    hint: 'Change the prompt or the image: the safety system would reject this one again.',
    docs_url: 'https://openai.com/policies/usage-policies',
  },
  {
    when: [{ codes: ['redirected'] }],
    category: 'invalid_request',
    retryable: false,
    hint: "Nothing was sent to the other address. If you trust that server with your key and prompts, use its URL as the connection's base URL.",
  },
  {
    when: [{ kind: 'response', codes: ['not_json'] }],
    category: 'server',
    retryable: true,
    hint: "Check the connection's base URL. A login page, a proxy or a firewall may have responded instead of the API.",
  },
  {
    when: [{ kind: 'response', codes: ['empty_answer'] }],
    category: 'server',
    retryable: true,
    hint: 'The model returned nothing. Try again, or set include_raw to see the response.',
  },
  {
    when: [{ kind: 'response' }],
    category: 'server',
    retryable: true,
    hint: "Try again. If the error persists, check the connection's base URL: OpenAI's API does not respond like this.",
  },
  {
    when: [{ kind: 'network', codes: TLS_CODES, reason: /^The proxy/ }],
    category: 'network',
    retryable: false,
    hint: "Check the connection's proxy URL: if the proxy expects plain HTTP, as most do, it begins with http://.",
  },
  {
    when: [{ kind: 'network', codes: TLS_CODES }],
    category: 'network',
    retryable: false,
    hint: "Check the connection's base URL: if the server expects plain HTTP, it begins with http://.",
  },
  {
    when: [{ kind: 'network', codes: CERTIFICATE_CODES }],
    category: 'network',
    retryable: false,
    hint: "Check the connection's base URL. If you trust this certificate, paste it or its issuer's into CA certificate.",
  },
  {
    when: [{ kind: 'network', codes: ['ERR_PROXY_REFUSED'] }],
    category: 'network',
    retryable: false,
    hint: "Check the connection's Proxy URL with its user name and password, and that the proxy may reach this server.",
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
    hint: `An owner can verify the organization at ${PLATFORM_URL}/settings/organization/general; access can take up to 15 minutes. Until then, choose a model that does not require verification.`,
    docs_url: 'https://help.openai.com/en/articles/10910291-api-organization-verification',
  },
  {
    when: [
      { types: ['insufficient_quota'] },
      { codes: ['insufficient_quota', 'credit_balance_exhausted', 'billing_hard_limit_reached', 'billing_not_active'] },
      { codes: ['organization_spend_limit_exceeded', 'project_spend_limit_exceeded'] },
      { types: ['exceeded_current_quota_error', 'billing_error'] },
      { status: [402, 402] },
      { reason: WORDS.quota },
    ],
    category: 'quota',
    retryable: false,
    hint: 'The account has no credit left or has reached its spending limit, so waiting will not help. An owner can add credit or raise the limit.',
    docs_url: `${PLATFORM_URL}/settings/organization/billing`,
  },
  {
    when: [
      { codes: ['context_length_exceeded', 'string_above_max_length', 'tokens_limit_reached'] },
      { types: ['exceed_context_size_error', 'context_length_exceeded'] },
      { status: [400, 422], reason: WORDS.context },
      { status: [500, 500], reason: WORDS.context },
      { unstated: true, reason: WORDS.context },
    ],
    category: 'context_length',
    retryable: false,
    hint: 'Shorten the prompt or the message history, or choose a model with a larger context window.',
  },
  {
    when: [
      { codes: ['model_not_found', 'model_not_available', 'DeploymentNotFound'] },
      { status: [400, 404], reason: WORDS.model },
      { unstated: true, reason: WORDS.model },
    ],
    category: 'model_not_found',
    retryable: false,
    hint: "Check the model id, and that the key's project has access to it; list_models lists the models it can use.",
    docs_url: `${PLATFORM_URL}/docs/models`,
  },
  {
    when: [{ status: [400, 403], codes: ['web_page'] }, { status: [407, 407] }],
    category: 'network',
    retryable: false,
    hint: 'A firewall, a proxy or a login page between this host and the API responded, so this says nothing about the key. Ask your network administrator, or check the base URL.',
  },
  {
    when: [
      { status: [403, 403] },
      { unstated: true, types: ['permission_error', 'PERMISSION_DENIED'] },
      { codes: ['missing_scope', 'unsupported_country_region_territory'] },
      { status: [401, 401], reason: /insufficient permissions|missing scopes|not authorized/i },
    ],
    category: 'permission',
    retryable: false,
    hint: "The API key is valid but does not allow this. Check the key's permissions and project, and that your country is supported.",
    docs_url: `${PLATFORM_URL}/docs/guides/error-codes`,
  },
  {
    when: [
      { codes: ['invalid_organization', 'mismatched_organization'] },
      {
        status: [401, 404],
        reason: /organization.*(not (found|exist|match)|invalid|header)|(no|invalid) such organization/i,
      },
    ],
    category: 'authentication',
    retryable: false,
    hint: 'Clear Organization ID in the connection, or enter an organization that this key belongs to, such as org-abc123; older versions of this plugin never sent the field.',
    docs_url: `${PLATFORM_URL}/settings/organization/general`,
  },
  {
    when: [
      { status: [401, 401] },
      { codes: ['invalid_api_key'] },
      { types: ['authentication_error', 'UNAUTHENTICATED'] },
      { status: [400, 400], reason: /\bAPI key (?:not valid|expired)/i },
    ],
    category: 'authentication',
    retryable: false,
    hint: "Check the connection's API key, and that its organization and project match.",
    docs_url: `${PLATFORM_URL}/api-keys`,
  },
  {
    when: [{ status: [404, 405] }],
    category: 'invalid_request',
    retryable: false,
    hint: "Check the id and the connection's base URL: a compatible server may not support this endpoint.",
  },
  {
    when: [{ status: [408, 408] }],
    category: 'timeout',
    retryable: true,
    hint: 'The server timed out. Try again.',
  },
  {
    when: [{ status: [429, 429], reason: /^request too large/i }],
    category: 'rate_limit',
    retryable: false,
    hint: "This request alone exceeds the account's limit per minute. Shorten it, or decrease max_tokens.",
    docs_url: `${PLATFORM_URL}/docs/guides/rate-limits`,
  },
  {
    when: [
      { status: [429, 429] },
      { codes: ['rate_limit_exceeded'] },
      { unstated: true, types: ['rate_limit_error', 'RESOURCE_EXHAUSTED'] },
      { unstated: true, reason: /\brate limit|too many requests/i },
    ],
    category: 'rate_limit',
    retryable: true,
    hint: 'Too many requests or tokens per minute. Wait and try again, or increase Retries in the connection.',
    docs_url: `${PLATFORM_URL}/docs/guides/rate-limits`,
  },
  {
    when: [
      { status: [409, 409] },
      { status: [421, 421] },
      { status: [500, 599] },
      { types: ['server_error', 'service_unavailable_error', 'overloaded_error', 'internal_server_error'] },
      { codes: ['server_error', 'server_is_overloaded', 'vector_store_timeout'] },
    ],
    category: 'server',
    retryable: true,
    hint: 'The server had a problem. Try again later.',
    docs_url: 'https://status.openai.com',
  },
];

/** What no row classifies. */
export const OTHER_FAILURE: FailureClass = {
  category: 'invalid_request',
  retryable: false,
  hint: 'The server rejected the request; its message says what to change.',
  docs_url: `${PLATFORM_URL}/docs/guides/error-codes`,
};
