import type { RecordWarning } from '../../../shared/sync.ts';
import type { AiqPersona } from '../../aiq/types.ts';
import type { BcCustomer, BcOrder } from '../../bigcommerce/types.ts';
import { contentHash } from './content-hash.ts';
import { phoneToTenDigits } from './phone.ts';
import { cleanEmail, cleanText } from './text.ts';

/** Keyed hashes of personal data; see `Hasher` of the sync. */
export interface PersonalHasher {
  email(value: string): string;
  phone(value: string): string;
}

export interface Person {
  kind: 'customer' | 'guest';
  /** Customer id, or `guest-<hash>`: the id of the person's record. */
  id: string;
  /** `bc-<store>-<customerId>` or `bc-<store>-guest-<hash>`: AIQ's source id. */
  srcId: string;
  email: string | null;
  mobilePhone: string | null;
  firstName: string;
  lastName: string;
  emailHash: string | null;
  warnings: RecordWarning[];
}

interface Contact {
  email: string;
  phone: string;
  firstName: string;
  lastName: string;
}

function readContact(
  contact: Contact,
  country: string,
  hasher: PersonalHasher,
): Omit<Person, 'kind' | 'id' | 'srcId'> {
  const email = cleanEmail(contact.email);
  const mobilePhone = phoneToTenDigits(contact.phone, country);
  const warnings: RecordWarning[] = [];
  if (email === null && contact.email.trim() !== '') warnings.push('email-unusable');
  if (mobilePhone === null && contact.phone.trim() !== '') warnings.push('phone-unusable');
  return {
    email,
    mobilePhone,
    firstName: cleanText(contact.firstName),
    lastName: cleanText(contact.lastName),
    emailHash: email === null ? null : hasher.email(email),
    warnings,
  };
}

/**
 * Who bought: the customer, or a guest by e-mail, then phone, so that a repeat guest is one person.
 * @param country ISO 3166 alpha-2 of the store, for phones without a country code
 * @returns null for a guest with neither a usable e-mail nor phone
 */
export function orderToBuyer(
  order: BcOrder,
  storeHash: string,
  country: string,
  hasher: PersonalHasher,
): Person | null {
  const contact = readContact(order.billing, country, hasher);
  if (order.customerId > 0) {
    return {
      kind: 'customer',
      id: String(order.customerId),
      srcId: `bc-${storeHash}-${order.customerId}`,
      ...contact,
    };
  }
  const hash = contact.emailHash ?? (contact.mobilePhone === null ? null : hasher.phone(contact.mobilePhone));
  if (hash === null) return null;
  const id = guestIdOf(hash);
  return { kind: 'guest', id, srcId: `bc-${storeHash}-${id}`, ...contact };
}

/** Id of a guest's record. @param hash keyed hash of the e-mail, or of the phone where there is no e-mail */
export function guestIdOf(hash: string): string {
  // 22 characters of base64url keep 132 bits of the keyed hash: no two guests meet.
  return `guest-${hash.slice(0, 22)}`;
}

/** A BigCommerce customer as a person; the account's own details, not an order's. */
export function customerToPerson(
  customer: BcCustomer,
  storeHash: string,
  country: string,
  hasher: PersonalHasher,
): Person {
  return {
    kind: 'customer',
    id: String(customer.id),
    srcId: `bc-${storeHash}-${customer.id}`,
    ...readContact(customer, country, hasher),
  };
}

/** `2000-01-31`, `01/31/2000` and `2000-01-31T…` as `YYYY-MM-DD`; null when it is no date. */
export function readBirthDate(value: string): string | null {
  const iso = /^(\d{4})-(\d{2})-(\d{2})/.exec(value.trim());
  const us = /^(\d{1,2})\/(\d{1,2})\/(\d{4})$/.exec(value.trim());
  const [year, month, day] = iso ? [iso[1], iso[2], iso[3]] : us ? [us[3], us[1], us[2]] : [];
  if (year === undefined || month === undefined || day === undefined) return null;
  const text = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text) ? text : null;
}

/** The payload of a persona; nothing in it raises or lowers any consent. */
export function personToPersona(person: Person, birthDate: string | null): AiqPersona {
  return {
    srcID: person.srcId,
    ...(person.firstName === '' ? {} : { firstName: person.firstName }),
    ...(person.lastName === '' ? {} : { lastName: person.lastName }),
    ...(person.email === null ? {} : { email: person.email }),
    ...(person.mobilePhone === null ? {} : { mobilePhone: person.mobilePhone }),
    ...(birthDate === null ? {} : { birthdate: birthDate }),
  };
}

/** The `member` block of a sale: the same person, without the id that the sale carries itself. */
export function personToMember(person: Person): Omit<AiqPersona, 'srcID' | 'birthdate'> {
  const { srcID: _srcId, ...member } = personToPersona(person, null);
  return member;
}

export function personHash(person: Person, birthDate: string | null): string {
  return contentHash(personToPersona(person, birthDate));
}
