/** The kind of failure, for apps to branch on. */
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
  | 'cancelled'
  | 'internal';
