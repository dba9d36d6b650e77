import type { Account } from './account.ts';
import { unixSeconds } from './clock.ts';
import { mergePersonas, mergeWithTwins } from './persona-merge.ts';
import type { Persona, PersonaDetails, PersonaSource } from './persona.ts';
import { claimWaitingSales } from './sale-links.ts';

export interface UpsertRule {
  /** Order of arrival of the request. */
  order: number;
  /**
   * Who counts as the same person: for `createUpdateMember` the source id alone, when there is one; for
   * enrolment phone, then e-mail; for the person beside a sale the source id, then phone, then e-mail.
   */
  match: 'source' | 'contact' | 'source, then contact';
  source?: PersonaSource;
}

/** Creates or updates a persona, at once. The account's merging switch decides what happens to twins. */
export function upsertPersona(account: Account, details: PersonaDetails, rule: UpsertRule): Persona {
  const { personas } = account;
  const bySource = details.srcID === '' ? undefined : personas.findBySrcID(details.srcID);
  const byContact =
    rule.match === 'source' && details.srcID !== '' ? undefined : personas.findByContact(details);
  let persona = bySource ?? byContact;
  if (persona) personas.update(persona, details, rule);
  else {
    const at = unixSeconds(account.clock.now());
    persona = personas.create(details, { order: rule.order, at, source: rule.source ?? 'REST API' });
  }
  claimWaitingSales(account, persona);
  return mergeAsSwitched(account, persona);
}

function mergeAsSwitched(account: Account, persona: Persona): Persona {
  const { merge, mergeDelayMs } = account.switches();
  if (merge === 'at-once') return mergeWithTwins(account, persona);
  if (merge === 'delayed' && !account.mergeDue) {
    account.mergeDue = account.clock.after(mergeDelayMs, () => {
      account.mergeDue = null;
      mergePersonas(account);
    });
  }
  return persona;
}
