import { classifyFailure } from '../../plugins/openai/lib/failures/classify-failure';
import type { Failure } from '../../plugins/openai/lib/types/failure';

const api = (more: Partial<Failure>): Failure => ({ kind: 'api', reason: 'No', ...more });
const response = (code: string): Failure => ({ kind: 'response', reason: 'No', code });

it.each<[string, boolean, ...Failure[]]>([
  ['internal', false, { kind: 'internal', reason: 'No' }],
  ['timeout', true, { kind: 'timeout', reason: 'No' }, api({ status: 408 })],
  ['cancelled', true, { kind: 'cancelled', reason: 'No' }],
  ['invalid_request', false, response('dimensions_differ'), response('output_truncated'), response('answer_too_large')],
  ['server', true, response('schema_mismatch'), response('not_json'), response('empty_answer'), response('other')],
  [
    'content_policy',
    false,
    ...['moderation_blocked', 'content_policy_violation', 'content_filter', 'image_content_policy_violation'].map(
      code => api({ status: 400, code })
    ),
    ...['bio_policy', 'misalignment_policy_violation'].map(code => api({ status: 400, code })),
    api({ status: 400, reason: 'Your request was rejected by the safety system.' }),
    api({ status: 400, reason: 'It was rejected as a result of our safety system' }),
  ],
  ['invalid_request', false, api({ status: 302, code: 'redirected' }), response('redirected')],
  ['network', false, { kind: 'network', reason: 'No', code: 'CERT_HAS_EXPIRED' }],
  ['network', false, { kind: 'network', reason: 'No', code: 'ERR_PROXY_REFUSED' }],
  ['network', true, { kind: 'network', reason: 'No', code: 'ECONNRESET' }],
  ['organization_verification', false, api({ status: 403, reason: 'Your organization must be verified to use it' })],
  ['organization_verification', false, api({ status: 400, reason: 'Organization verification is required' })],
  [
    'quota',
    false,
    api({ status: 429, type: 'insufficient_quota' }),
    ...['insufficient_quota', 'credit_balance_exhausted', 'billing_hard_limit_reached', 'billing_not_active'].map(
      code => api({ status: 429, code })
    ),
    ...['organization_spend_limit_exceeded', 'project_spend_limit_exceeded'].map(code => api({ status: 429, code })),
    ...['exceeded_current_quota_error', 'billing_error'].map(type => api({ status: 429, type })),
    api({ status: 402 }),
    api({ status: 429, reason: 'You exceeded your current quota, please check your plan' }),
  ],
  ['rate_limit', true, api({ status: 429, reason: 'You exceeded your current quota. Please retry in 3s' })],
  [
    'context_length',
    false,
    ...['context_length_exceeded', 'string_above_max_length', 'tokens_limit_reached'].map(code =>
      api({ status: 400, code })
    ),
    ...['exceed_context_size_error', 'context_length_exceeded'].map(type => api({ status: 400, type })),
    ...[400, 422, 500].map(status => api({ status, reason: "This model's maximum context length is 8192 tokens" })),
    api({ reason: 'The prompt is too long' }),
  ],
  ['server', true, api({ status: 503, reason: "This model's maximum context length is 8192 tokens" })],
  [
    'model_not_found',
    false,
    ...['model_not_found', 'model_not_available', 'DeploymentNotFound'].map(code => api({ status: 404, code })),
    ...[400, 404].map(status => api({ status, reason: 'The model `x` does not exist' })),
    api({ reason: 'Unknown model x' }),
  ],
  [
    'network',
    false,
    api({ status: 400, code: 'web_page' }),
    api({ status: 403, code: 'web_page' }),
    api({ status: 407 }),
  ],
  [
    'permission',
    false,
    api({ status: 403 }),
    ...['permission_error', 'PERMISSION_DENIED'].map(type => api({ type })),
    ...['missing_scope', 'unsupported_country_region_territory'].map(code => api({ status: 400, code })),
    ...['You have insufficient permissions', 'Missing scopes: x', 'Not authorized to do so'].map(reason =>
      api({ status: 401, reason })
    ),
  ],
  [
    'authentication',
    false,
    ...['invalid_organization', 'mismatched_organization'].map(code => api({ status: 400, code })),
    api({ status: 404, reason: 'No such organization: org-x' }),
    api({ status: 401 }),
    api({ status: 400, code: 'invalid_api_key' }),
    ...['authentication_error', 'UNAUTHENTICATED'].map(type => api({ type })),
    ...['API key not valid. Pass one', 'API key expired'].map(reason => api({ status: 400, reason })),
  ],
  ['invalid_request', false, api({ status: 404 }), api({ status: 405 })],
  ['rate_limit', false, api({ status: 429, reason: 'Request too large for gpt-4o' })],
  [
    'rate_limit',
    true,
    api({ status: 429 }),
    api({ status: 400, code: 'rate_limit_exceeded' }),
    ...['rate_limit_error', 'RESOURCE_EXHAUSTED'].map(type => api({ type })),
    api({ reason: 'Rate limit reached' }),
    api({ reason: 'Too many requests' }),
  ],
  [
    'server',
    true,
    ...[409, 421, 500, 502, 520, 521, 522, 523, 598, 599].map(status => api({ status })),
    ...['server_error', 'service_unavailable_error', 'overloaded_error', 'internal_server_error'].map(type =>
      api({ type })
    ),
    ...['server_error', 'server_is_overloaded', 'vector_store_timeout'].map(code => api({ code })),
  ],
  ['invalid_request', false, api({ status: 400 }), api({ status: 499 }), api({ status: 600 }), api({})],
])('is %s, retryable: %j', (category, retryable, ...failures) => {
  for (const failure of failures)
    expect([failure, classifyFailure(failure)]).toMatchObject([failure, { category, retryable }]);
});
