import { isObject } from '../forms/json';

const shortest = 8;
const hidden = '[hidden]';
const secretHeaders =
  /^(authorization|proxy-authorization|api-key|x-api-key|cookie|set-cookie)$|secret|token|password/i;

/** Takes secrets out of texts. */
export interface SecretHider {
  hide(text: string): string;
  /** A header's value; those that carry a secret by their name are hidden whole. */
  hideHeader(name: string, value: string): string;
}

/**
 * Knows every secret of a connection, in the forms in which it goes over the wire.
 *
 * @param isSecret Says which options are.
 */
export function hideSecretsOf(source: object, isSecret: (key: string) => boolean): SecretHider {
  const secrets = Object.entries(source)
    .filter(([key]) => isSecret(key))
    .flatMap(([, value]) => textsOf(value))
    // A short one stands in too many words that are none.
    .filter(text => text.length >= shortest);
  const forms = secrets.flatMap(secret => [
    secret,
    encodeURIComponent(secret),
    JSON.stringify(secret).slice(1, -1),
    Buffer.from(secret).toString('base64').replace(/=+$/, ''),
  ]);
  const longestFirst = [...new Set(forms)].sort((a, b) => b.length - a.length);
  const hide = (text: string): string => longestFirst.reduce((shown, secret) => shown.replaceAll(secret, hidden), text);
  return {
    hide,
    hideHeader: (name, value) =>
      secretHeaders.test(name) ? value.replace(/^(\w+ )?.*$/s, `$1${hidden}`) : hide(value),
  };
}

/** Names of headers are none: hiding them would hide what is asked for. */
function textsOf(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) {
    const isPair = value.length === 2 && value.every(part => typeof part === 'string');
    return isPair ? textsOf(value[1]) : value.flatMap(textsOf);
  }
  return isObject(value) ? Object.values(value).flatMap(textsOf) : [];
}
