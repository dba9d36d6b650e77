import type { Customer, CustomerAddress } from './model.ts';
import { channelIds } from './profile.ts';
import { drawsFor, type Draws } from './random.ts';
import { attributeDefinitions, firstCustomerId, type World } from './world.ts';
import { areaCodes, cities, companies, emailDomains, firstNames, lastNames, unusualNames } from './words.ts';

/** Every so many customers one has the e-mail of the one before, on another channel. */
const twinEvery = 97;

/** The customer of a number as the store was generated. */
export function buildCustomer(world: World, id: number): Customer {
  const index = id - firstCustomerId;
  const draws = drawsFor(world.seed, 'customer', id);
  const name = drawName(draws, id);
  const email = emailOf(world, id);
  const createdAt = world.customerTimes.createdAt(index);
  const modifiedAt = world.customerTimes.modifiedAt(index);
  const phone = drawPhone(draws, id);
  const company = draws.pick(companies);
  const isTwin = index % twinEvery === 1;
  const hasTwin = index % twinEvery === 0;
  const addressCount = id % 41 === 5 ? 12 : draws.int(4);
  const addresses = Array.from({ length: addressCount }, (_, place) =>
    buildCustomerAddress(draws, { id, place, ...name, company, phone }),
  );
  return {
    id,
    email,
    ...name,
    company,
    phone,
    notes: '',
    taxExemptCategory: '',
    groupId: id % 20 === 9 ? 1 : 0,
    registrationIp: draws.chance(0.3) ? '' : `192.0.2.${draws.int(255)}`,
    createdAt,
    modifiedAt,
    forcePasswordReset: false,
    acceptsReviewEmails: draws.chance(0.5),
    originChannelId: isTwin ? channelIds.marketplace : channelIds.web,
    channelIds: isTwin ? [channelIds.marketplace] : hasTwin ? [channelIds.web] : null,
    storeCredit: draws.chance(0.1) ? draws.int(500) * 1000 : 0,
    addresses,
    formFields: drawFormFields(draws),
    attributes: draws.chance(0.2)
      ? attributeDefinitions.map(({ id: attributeId, type }) => ({
          id: id * 10 + attributeId,
          attributeId,
          value: type === 'number' ? String(draws.int(40)) : `M-${100_000 + id}`,
          createdAt,
          modifiedAt,
        }))
      : [],
  };
}

/** The customers whose generated e-mail could be this one; the e-mail holds a number. */
export function idsForEmail(world: World, email: string): number[] {
  const number = Number(/\.(\d{1,9})@/.exec(email)?.[1] ?? 0);
  return [number, number + 1].filter((id) => isGenerated(world, id));
}

/** The customers whose generated phone could be this one; the last seven digits hold a number. */
export function idsForPhone(world: World, phone: string): number[] {
  const local = Number(phone.replace(/\D/g, '').slice(-7));
  const id = local - firstLocalNumber;
  return isGenerated(world, id) ? [id] : [];
}

export function isGenerated(world: World, id: number): boolean {
  return Number.isInteger(id) && id >= firstCustomerId && id < firstCustomerId + world.size.customers;
}

function emailOf(world: World, id: number): string {
  const index = id - firstCustomerId;
  const owner = index % twinEvery === 1 ? id - 1 : id;
  const draws = drawsFor(world.seed, 'customer', owner);
  const { firstName, lastName } = drawName(draws, owner);
  const readable = `${firstName}.${lastName}`.toLowerCase().replace(/[^a-z.]/g, '');
  const local = `${readable.length > 3 ? readable : 'shopper'}.${owner}`;
  const email = `${local}@${emailDomains[owner % emailDomains.length] ?? 'example.com'}`;
  return owner % 37 === 3 ? email.toUpperCase() : email;
}

/** Every fifteenth person has a name of an unusual kind, one kind after the other. */
export function drawName(draws: Draws, number: number): { firstName: string; lastName: string } {
  const drawn = { firstName: draws.pick(firstNames), lastName: draws.pick(lastNames) };
  const unusual = unusualNames[Math.floor(number / 15) % unusualNames.length];
  return number % 15 === 4 && unusual ? { firstName: unusual[0], lastName: unusual[1] } : drawn;
}

const firstLocalNumber = 2_010_000;

/** Mostly good North American numbers in many spellings, some foreign, missing or wrong. */
export function drawPhone(draws: Draws, id: number): string {
  const area = draws.pick(areaCodes);
  // Seven digits, so that the number can be found again; beyond them it is merely a number.
  const local = String((firstLocalNumber + id) % 10_000_000).padStart(7, '0');
  const [exchange, line] = [local.slice(0, 3), local.slice(3)];
  const form = draws.next();
  if (form < 0.3) return `${area}${local}`;
  if (form < 0.5) return `(${area}) ${exchange}-${line}`;
  if (form < 0.65) return `+1 ${area}-${exchange}-${line}`;
  if (form < 0.75) return `${area}.${exchange}.${line}`;
  if (form < 0.79) return `+44 7700 9${local.slice(2)}`;
  if (form < 0.82) return `+49 151 2${local}`;
  if (form < 0.85)
    return draws.pick(['n/a', '123', '000-000-0000', '+1 555 CALL ME', `${local}${local}${local}`]);
  return form < 0.95 ? '' : `1${area}${local}`;
}

function buildCustomerAddress(
  draws: Draws,
  owner: { id: number; place: number; firstName: string; lastName: string; company: string; phone: string },
): CustomerAddress {
  const { city, state, zip, country, iso2 } = draws.pick(cities);
  return {
    id: owner.id * 20 + owner.place,
    customerId: owner.id,
    firstName: owner.firstName,
    lastName: owner.lastName,
    company: owner.company,
    street1: `${100 + draws.int(900)} Main Street`,
    street2: owner.place === 1 ? 'Unit 2' : '',
    city,
    state,
    zip,
    country,
    countryIso2: iso2,
    phone: owner.phone,
    type: owner.company === '' ? 'residential' : 'commercial',
  };
}

function drawFormFields(draws: Draws): Customer['formFields'] {
  if (draws.chance(0.4)) return [];
  const date = new Date(Date.UTC(1950 + draws.int(56), draws.int(12), 1 + draws.int(28)));
  return [
    { name: 'Birthday', value: draws.chance(0.1) ? '' : date.toISOString().slice(0, 10) },
    { name: 'How did you hear about us?', value: draws.pick(['Friend', 'Search', 'Other']) },
    ...(draws.chance(0.2) ? [{ name: 'Interests', value: ['Tea', 'Candles'] }] : []),
  ];
}
