import { guestIdOf } from './mapping/person.ts';
import { phoneToTenDigits } from './mapping/phone.ts';
import { cleanEmail } from './mapping/text.ts';
import type { Hasher } from './types.ts';

/** Somebody who bought, by the key of their record. */
export interface Buyer {
  kind: 'customer' | 'guest';
  id: string;
  /** Keyed hash of an e-mail address that is surely theirs. */
  emailHash: string | null;
}

/** Whoever orders without an account and with this address. */
export function guestOfEmail(emailHash: string): Buyer {
  return { kind: 'guest', id: guestIdOf(emailHash), emailHash };
}

/**
 * The guest whom the sync knows by an e-mail address, or by a phone where the orders have no address.
 * @param country ISO 3166 alpha-2 of the store, for phones without a country code
 * @returns null when it is neither an address nor a phone that is usable
 */
export function contactToGuest(contact: string, country: string, hasher: Hasher): Buyer | null {
  if (contact.includes('@')) {
    const email = cleanEmail(contact);
    return email === null ? null : guestOfEmail(hasher.email(email));
  }
  const phone = phoneToTenDigits(contact, country);
  return phone === null ? null : { kind: 'guest', id: guestIdOf(hasher.phone(phone)), emailHash: null };
}
