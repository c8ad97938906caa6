/** Turns a path may hide behind encodings of encodings. */
const DEPTH = 5;

/** A part of a path is made of these. */
const CHARACTERS = /^[\w.~!$&'()*+,;=:@%-]*$/;

/**
 * What is wrong with a path that is to be put behind the base URL, completing "path ..."; nothing where it stays below it.
 */
export function findPathFault(path: string): string | undefined {
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(path))
    return 'is a whole URL; give only what follows the base URL, such as /files';
  if (path.startsWith('//')) return 'begins with two slashes, which would name another server';
  if (path.includes('?')) return 'holds a "?"; give what follows it in query';
  if (path.includes('#')) return 'holds a "#", which is never sent';
  if (path.includes('\\')) return 'holds a backslash; write /';
  const parts = path.replace(/^\//, '').replace(/\/$/, '').split('/');
  if (parts.some(part => part === '')) return 'has an empty part';
  for (const part of parts) {
    if (!CHARACTERS.test(part)) return 'has characters that a path cannot have; percent-encode them';
    const fault = findHidden(part);
    if (fault) return fault;
  }
  return undefined;
}

/** Servers may decode a part once more than we do, so every depth counts. */
function findHidden(part: string): string | undefined {
  let plain = part;
  for (let depth = 0; depth < DEPTH; depth += 1) {
    if (/^\.{1,2}(;|$)/.test(plain)) return 'has a part of dots only, which would lead out of the base URL';
    if (depth > 0 && /[/\\?#]|\p{Cc}/u.test(plain)) return 'has an encoded slash, "?", "#" or control character';
    const decoded = decode(plain);
    if (decoded === undefined) return 'is not percent-encoded rightly';
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
