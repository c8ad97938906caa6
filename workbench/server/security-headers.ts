const policy = {
  'default-src': "'self'",
  'img-src': "'self' data:",
  'media-src': "'self' data:",
  'object-src': "'none'",
  'base-uri': "'none'",
  'form-action': "'self'",
  'frame-ancestors': "'none'",
};

const write = (directives: Record<string, string>): string =>
  Object.entries(directives)
    .map(([directive, sources]) => `${directive} ${sources}`)
    .join('; ');

/** Sent with every answer. Nothing runs or loads that this server does not serve. */
export const securityHeaders = {
  'content-security-policy': write(policy),
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
};

/** The same policy for a page that may add style sheets which carry the nonce. */
export const withStyleNonce = (nonce: string): string => write({ ...policy, 'style-src': `'self' 'nonce-${nonce}'` });
