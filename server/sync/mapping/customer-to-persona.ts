import type { SkippedReason } from '../../../shared/sync.ts';
import type { AiqPersona } from '../../aiq/types.ts';
import type { BcCustomer } from '../../bigcommerce/types.ts';
import { contentHash } from './content-hash.ts';
import { customerToPerson, personToPersona, readBirthDate, type Person } from './person.ts';
import type { Mapped, MappingContext } from './types.ts';

/**
 * A customer as AIQ's persona, while contact sync is on and the customer changed after it was switched on. Consents
 * and the newsletter flag have no part in it.
 * https://developer.bigcommerce.com/docs/rest-management/customers
 * @param held AIQ has this person, from contact sync or as a buyer; then what keeps others out changes nothing
 */
export function customerToPersona(
  customer: BcCustomer,
  context: MappingContext,
  held: boolean,
): Mapped<AiqPersona> {
  const person = customerToPerson(customer, context.storeHash, context.countryCode, context.hasher);
  if (customer.unreadable !== null && context.options.syncContacts) {
    return { decision: 'park', reason: 'unreadable', detail: customer.unreadable, buyer: null };
  }
  const skipped = whyNotSynced(customer, person, context);
  if (skipped !== null) {
    return held
      ? { decision: 'keep', reason: skipped }
      : { decision: 'skip', reason: skipped, detail: null, buyer: person };
  }
  const payload = personToPersona(person, birthDateOf(customer, context.options.birthDateField));
  return {
    decision: 'send',
    reason: 'accepted',
    payload,
    hash: contentHash(payload),
    amount: null,
    currency: null,
    warnings: person.warnings,
    buyer: person,
  };
}

function whyNotSynced(customer: BcCustomer, person: Person, context: MappingContext): SkippedReason | null {
  const { options, syncContactsSince } = context;
  if (!options.syncContacts || syncContactsSince === null) return 'contact-sync-off';
  if (customer.modifiedAt < wholeSecond(syncContactsSince)) return 'changed-before-contact-sync';
  return person.email === null && person.mobilePhone === null ? 'no-contact-details' : null;
}

/** BigCommerce tells whole seconds: a change in the second in which contact sync was switched on may be later. */
function wholeSecond(instant: Date): Date {
  return new Date(Math.floor(instant.getTime() / 1_000) * 1_000);
}

function birthDateOf(customer: BcCustomer, field: string | null): string | null {
  if (field === null) return null;
  const value = customer.formFields.find(({ name }) => name === field)?.value;
  return value === undefined ? null : readBirthDate(value);
}
