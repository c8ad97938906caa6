/** How many times a path may be percent-encoded. */
const MAX_DEPTH = 5;

/** The characters of a path segment. */
const SEGMENT = /^[\w.~!$&'()*+,;=:@%-]*$/;

/**
 * What is wrong with a path to append to the base URL, completing "path ..."; undefined where it stays below the base URL.
 */
export function findPathFault(path: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(path)) return 'must be a path such as /files, not a full URL';
  if (path.startsWith('//')) return 'must not begin with two slashes, which would name another server';
  if (path.includes('?')) return 'must not contain "?"; use query for the parameters';
  if (path.includes('#')) return 'must not contain "#", which is never sent';
  if (path.includes('\\')) return 'must not contain a backslash; use /';
  const parts = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (parts.some(part => part === '')) return 'must not contain an empty segment';
  for (const part of parts) {
    if (!SEGMENT.test(part)) return 'must not contain characters that are invalid in a path; percent-encode them';
    const fault = findHidden(part);
    if (fault) return fault;
  }
  return undefined;
}

/** Servers may decode a segment more often than once, so each level of encoding is checked. */
function findHidden(part: string): string | undefined {
  let plain = part;
  for (let depth = 0; depth < MAX_DEPTH; depth += 1) {
    if (/^\.{1,2}(;|$)/.test(plain))
      return 'must not contain a segment of only dots, which would lead out of the base URL';
    if (/[/\\?#]|\p{Cc}/u.test(plain)) return 'must not contain an encoded slash, "?", "#" or control character';
    const decoded = decode(plain);
    if (decoded === undefined) return 'is not percent-encoded correctly';
    if (decoded === plain) return undefined;
    plain = decoded;
  }
  return 'is percent-encoded too many times';
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
