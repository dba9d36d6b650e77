import type { Account } from './account.ts';
import { pointsOf, type Persona } from './persona.ts';

/** A persona as AIQ's endpoints show it (docs.alpineiq.com, Personas; times in unix seconds). */
export function presentPersona(account: Account, persona: Persona): Record<string, unknown> {
  const contactID = account.contactIds.fromNumber(persona.number);
  const { optIn } = persona;
  return {
    contactID,
    // A person whom no source knows has AIQ's own id as source id.
    srcID: persona.srcID || contactID,
    firstName: persona.firstName,
    lastName: persona.lastName,
    email: persona.email,
    mobilePhone: persona.mobilePhone,
    homePhone: '',
    platform: persona.source,
    source: persona.source,
    favoriteStoreID: persona.favoriteStoreID,
    inserted: persona.inserted,
    optinTime: optIn?.state === 'in' ? optIn.optinTime : null,
    optoutTime: optIn?.state === 'out' ? optIn.optoutTime : null,
    optreqTime: optIn?.optreqTime ?? null,
    hasRequested: optIn?.state === 'pending' ? true : null,
    smsconsent: optIn?.state === 'in',
    emailOptInTime: persona.emailOptInTime,
    loyalty: persona.loyalty,
    loyaltyPoints: pointsOf(persona),
    loyaltySignupTS: persona.loyaltySignupTS,
    spent: persona.spent / 10_000,
  };
}
