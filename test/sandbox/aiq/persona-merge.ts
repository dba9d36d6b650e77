import type { Account } from './account.ts';
import { extraOf, optInOf, type OptIn, type Persona } from './persona.ts';
import { moveSales } from './sale-links.ts';

/**
 * AIQ's overnight merging: same phone first, then same e-mail (support.alpineiq.com, Automatic persona
 * merging). Merging by name and birthday is an account setting that is off.
 *
 * @returns the number of personas that ceased to exist.
 */
export function mergePersonas(account: Account): number {
  const before = account.personas.size;
  for (const detail of ['phone', 'email'] as const) {
    for (const group of account.personas.sharing(detail)) mergeGroup(account, group);
  }
  return before - account.personas.size;
}

/** Merges one persona with those of its phone or e-mail. */
export function mergeWithTwins(account: Account, persona: Persona): Persona {
  const twins = (['phone', 'email'] as const).flatMap((detail) => account.personas.twinsOf(persona, detail));
  return mergeGroup(account, [...new Set([persona, ...twins])]) ?? persona;
}

/** The oldest persona survives with its contact id; which one AIQ keeps is not documented. */
function mergeGroup(account: Account, group: readonly Persona[]): Persona | undefined {
  const [survivor, ...others] = group
    .filter((persona) => persona.mergedInto < 0)
    .sort((one, other) => one.number - other.number);
  for (const other of others) if (survivor) mergeInto(account, survivor, other);
  return survivor;
}

function mergeInto(account: Account, survivor: Persona, other: Persona): void {
  const { personas } = account;
  moveSales(account, other, survivor);
  personas.retire(other, survivor);
  // The most recent phone and e-mail win.
  const [older, newer] = other.changedBy > survivor.changedBy ? [survivor, other] : [other, survivor];
  const phone = newer.mobilePhone || older.mobilePhone;
  const email = newer.email || older.email;
  survivor.firstName = newer.firstName || older.firstName;
  survivor.lastName = newer.lastName || older.lastName;
  survivor.favoriteStoreID = newer.favoriteStoreID ?? older.favoriteStoreID;
  personas.setPhone(survivor, phone);
  personas.setEmail(survivor, email);
  for (const srcID of [other.srcID, ...(other.extra?.otherSrcIDs ?? [])]) personas.addSrcID(survivor, srcID);
  survivor.changedBy = newer.changedBy;
  survivor.inserted = Math.min(survivor.inserted, other.inserted);
  survivor.loyalty ||= other.loyalty;
  survivor.loyaltySignupTS = earlier(survivor.loyaltySignupTS, other.loyaltySignupTS);
  survivor.emailOptInTime = earlier(survivor.emailOptInTime, other.emailOptInTime);
  survivor.otherPoints += other.otherPoints;
  other.otherPoints = 0;
  if (other.optIn) mergeOptIn(optInOf(survivor), other.optIn);
  if (other.extra) {
    const extra = extraOf(survivor);
    extra.birthdate ||= other.extra.birthdate;
    extra.address ||= other.extra.address;
    extra.favoriteStore ||= other.extra.favoriteStore;
    extra.customAttributes.push(...other.extra.customAttributes);
  }
}

/** An explicit opt-out outlives every opt-in. */
function mergeOptIn(kept: OptIn, gone: OptIn): void {
  const rank = ['none', 'pending', 'in', 'out'] as const;
  if (rank.indexOf(gone.state) > rank.indexOf(kept.state)) kept.state = gone.state;
  kept.optinTime = earlier(kept.optinTime, gone.optinTime);
  kept.optoutTime = earlier(kept.optoutTime, gone.optoutTime);
  kept.optreqTime = earlier(kept.optreqTime, gone.optreqTime);
  kept.requestsAsked += gone.requestsAsked;
  kept.requestsSent += gone.requestsSent;
  kept.forced += gone.forced;
}

function earlier(one: number | null, other: number | null): number | null {
  return one === null || other === null ? (one ?? other) : Math.min(one, other);
}
