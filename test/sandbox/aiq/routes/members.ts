import type { Account } from '../account.ts';
import { Problems, readBatch, readSingle } from '../batch.ts';
import { unixSeconds } from '../clock.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { showLater } from '../inbox.ts';
import { askForOptIn, forceOptIn } from '../opt-in.ts';
import { readPersonaDetails } from '../persona-details.ts';
import { upsertPersona } from '../persona-upsert.ts';
import type { Persona, PersonaDetails } from '../persona.ts';
import { isPlainObject } from '../plain-object.ts';
import { isTextIfGiven } from '../sale-check.ts';

/** Creating and updating persons (help.aiq.com, Core integration). */
export const memberEndpoints: readonly AiqEndpoint[] = [
  { name: 'loyalty', method: 'POST', path: '/api/v2/loyalty', handle: enrol },
  {
    // The older sign-up texts the phone at once to confirm the opt-in.
    name: 'loyaltyContact',
    method: 'POST',
    path: '/api/v1.1/loyaltyContact/:uid',
    handle: (call) =>
      enrol({ ...call, body: isPlainObject(call.body) ? { ...call.body, loyalty: true } : call.body }),
  },
  {
    name: 'createUpdateMember',
    method: 'POST',
    path: '/api/v1.1/createUpdateMember/:uid',
    handle(call) {
      acceptMembers(call, [readSingle(call, memberCheck(call))]);
      return { accepted: 1 };
    },
  },
  {
    name: 'createUpdateMembers',
    method: 'POST',
    path: '/api/v1.1/createUpdateMembers/:uid',
    handle(call) {
      const { records, data } = readBatch(call, memberCheck(call));
      acceptMembers(call, records);
      return data;
    },
  },
];

/** Done in real time: the persona can be queried at once, and the answer names it. */
function enrol(call: AiqCall): unknown {
  const { account, switches } = call;
  const body = readSingle(call, (record) => checkPersonBody(record, switches.rejectStringStoreId));
  const details = readPersonaDetails(body, account.stores);
  if (switches.loyaltySrcId === 'ignored') details.srcID = '';
  if (details.srcID + details.mobilePhone + details.email === '') {
    throw new AiqRefusal(400, 'a valid email or mobilePhone is required');
  }
  const persona = upsertPersona(account, details, { order: account.nextOrder(), match: 'contact' });
  const now = unixSeconds(account.clock.now());
  if (body['loyalty'] === true) joinProgramme(account, persona);
  if (body['emailOptIn'] === true) persona.emailOptInTime ??= now;
  if (body['smsoptin'] === true) forceOptIn(account, persona);
  else if (body['disableSMS'] !== true) askForOptIn(account, persona);
  const contactID = account.contactIds.fromNumber(persona.number);
  return { contactID, srcID: persona.srcID || contactID };
}

export function joinProgramme(account: Account, persona: Persona): void {
  persona.loyalty = true;
  persona.loyaltySignupTS ??= unixSeconds(account.clock.now());
}

function memberCheck(call: AiqCall): (record: unknown) => PersonaDetails {
  return (record) => {
    const body = checkPersonBody(record, call.switches.rejectStringStoreId);
    const details = readPersonaDetails(body, call.account.stores);
    if (details.srcID + details.mobilePhone + details.email === '') {
      throw new AiqRefusal(400, 'a source id, a valid email or a valid mobilePhone is required');
    }
    return details;
  };
}

function acceptMembers(call: AiqCall, members: readonly PersonaDetails[]): void {
  const { account } = call;
  const accepted = members.map((details) => ({ details, order: account.nextOrder() }));
  showLater(account, accepted.length, () => {
    for (const { details, order } of accepted) upsertPersona(account, details, { order, match: 'source' });
  });
}

const texts = [
  'srcID',
  'pos_id',
  'firstName',
  'lastName',
  'email',
  'mobilePhone',
  'address',
  'favoriteStore',
];
const flags = ['loyalty', 'smsoptin', 'disableSMS', 'emailOptIn'];

function checkPersonBody(record: unknown, rejectStringStoreId: boolean): Record<string, unknown> {
  if (!isPlainObject(record)) throw new AiqRefusal(400, 'a person must be an object');
  const problems = new Problems();
  for (const name of texts) problems.check(isTextIfGiven(record[name]), `${name} must be a string`);
  for (const name of flags) {
    problems.check(record[name] === undefined || typeof record[name] === 'boolean', `${name} must be a bool`);
  }
  const storeId = record['favoriteStoreID'];
  if (storeId !== undefined) {
    const isFine =
      typeof storeId === 'string' ? !rejectStringStoreId : Number.isInteger(storeId) && Number(storeId) > 0;
    problems.check(isFine, 'favoriteStoreID must be a positive integer');
  }
  const attributes = record['customAttributes'];
  problems.check(attributes === undefined || Array.isArray(attributes), 'customAttributes must be an array');
  problems.refuseAny();
  return record;
}
