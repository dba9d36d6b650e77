import type { Account } from './account.ts';
import { unixSeconds } from './clock.ts';
import { optInOf, type Persona } from './persona.ts';

/**
 * AIQ texts "reply YES", at most `maxOptInRequests` times per person; nobody who is in, or who opted out, is
 * asked.
 *
 * @returns whether a text went out.
 */
export function askForOptIn(account: Account, persona: Persona): boolean {
  const optIn = optInOf(persona);
  optIn.requestsAsked += 1;
  const mayAsk = optIn.state === 'none' || optIn.state === 'pending';
  if (!mayAsk || persona.mobilePhone === '') return false;
  if (optIn.requestsSent >= account.switches().maxOptInRequests) return false;
  optIn.requestsSent += 1;
  optIn.state = 'pending';
  optIn.optreqTime = unixSeconds(account.clock.now());
  sendText(account, persona.mobilePhone, 'opt-in-request', 'Reply YES to get offers by text.');
  return true;
}

/** The default of the PUT call: in without the person's YES. Explicit opt-outs stay out. */
export function forceOptIn(account: Account, persona: Persona): void {
  const optIn = optInOf(persona);
  optIn.forced += 1;
  if (optIn.state === 'in' || optIn.state === 'out') return;
  optIn.state = 'in';
  optIn.optinTime = unixSeconds(account.clock.now());
}

/** Explicit opt-out, by the PUT call or by the person's STOP. */
export function optOut(account: Account, persona: Persona): void {
  const optIn = optInOf(persona);
  optIn.state = 'out';
  optIn.optoutTime = unixSeconds(account.clock.now());
}

/**
 * The person answers YES, which only a pending request waits for.
 *
 * @returns whether the person is in now because of it.
 */
export function answerYes(account: Account, persona: Persona): boolean {
  const optIn = optInOf(persona);
  if (optIn.state !== 'pending') return false;
  optIn.state = 'in';
  optIn.optinTime = unixSeconds(account.clock.now());
  return true;
}

export function sendText(account: Account, to: string, kind: 'opt-in-request' | 'pin', text: string): void {
  account.texts.push({ at: account.clock.now(), to, kind, text });
}
