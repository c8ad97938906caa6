/** Where OpenAI explains what its API does, and what an account may do. */
export const PLATFORM_URL = 'https://platform.openai.com';

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

/** The meaning of a failure, and what to do about it. */
export interface FailureClass {
  category: Category;
  retryable: boolean;
  /** What to do. */
  hint: string;
  docs_url?: string;
}
