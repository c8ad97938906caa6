import { ApiError } from '../http/api-error';
import { textOf } from '../http/json';

const languageNames = new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });

/** The name of a language in lower case, as transcripts state it; English unless asked otherwise. */
export function nameLanguage(code: unknown): string {
  return (languageNames.of(textOf(code) || 'en') ?? 'english').toLowerCase();
}

export function checkLanguage(code: string, param: string): void {
  if (/^[a-z]{2,3}$/.test(code) && languageNames.of(code)) return;
  throw new ApiError(
    `Invalid language '${code}'. Language parameter must be specified in ISO-639-1 or ISO-639-3 format.`,
    { param, code: 'invalid_language_format' }
  );
}
