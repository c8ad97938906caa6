import type { Problem } from '../options/option';

let names: Intl.DisplayNames | undefined;

/** A code of the right form that stands for no language. */
export function findUnknownLanguage(language: string | undefined): Problem[] {
  if (language === undefined) return [];
  names ??= new Intl.DisplayNames('en', { type: 'language', fallback: 'none' });
  if (names.of(language)) return [];
  const accepts = 'a valid ISO 639 code, such as en, de or ja';
  return [{ field: 'language', message: `language "${language}" is not ${accepts}`, allowed: [accepts] }];
}
