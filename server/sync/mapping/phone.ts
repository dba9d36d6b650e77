import { isSupportedCountry, parsePhoneNumberFromString } from 'libphonenumber-js';

/**
 * A phone as AIQ wants it: ten digits of a valid US or Canadian number. AIQ silently blanks anything else, so
 * nothing else is sent.
 * @param countryIso2 the store's country, for numbers without a country code
 * @returns null when the number is not usable
 */
export function phoneToTenDigits(value: string, countryIso2: string): string | null {
  // Ten digits do not come of fewer, and the parser is slow to say so.
  if ((value.match(/\p{Nd}/gu)?.length ?? 0) < 10) return null;
  const country = countryIso2.toUpperCase();
  const parsed = parsePhoneNumberFromString(value, isSupportedCountry(country) ? country : 'US');
  if (parsed?.countryCallingCode !== '1' || !parsed.isValid()) return null;
  return parsed.nationalNumber.length === 10 ? parsed.nationalNumber : null;
}
