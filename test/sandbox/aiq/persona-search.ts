import type { Account } from './account.ts';
import { pointsOf, type Persona } from './persona.ts';

export interface PersonaQuery {
  search: string;
  sort: string;
  descending: boolean;
  start: number;
  limit: number;
}

export const personaSorts = [
  'name',
  'email',
  'mobilePhone',
  'homePhone',
  'source',
  'id',
  'inserted',
  'signup',
  'points',
  'usedpoints',
];

/** One page of the personas that match every search word (docs.alpineiq.com, Personas). */
export function searchPersonas(
  account: Account,
  query: PersonaQuery,
): { personas: Persona[]; total: number } {
  const tests = parseSearch(account, query.search);
  const byArrival = query.sort === 'inserted' && tests.length === 0;
  if (byArrival) return pageByArrival(account, query);
  const found: Persona[] = [];
  for (const persona of account.personas.living())
    if (tests.every((test) => test(persona))) found.push(persona);
  sortPersonas(account, found, query.sort, query.descending);
  return { personas: found.slice(query.start, query.start + query.limit), total: found.length };
}

/** Rows lie in the order of arrival, so a page of a million needs no sorting. */
function pageByArrival(account: Account, query: PersonaQuery): { personas: Persona[]; total: number } {
  const { rows, size } = account.personas;
  const personas: Persona[] = [];
  let skip = query.start;
  for (let step = 0; step < rows.length && personas.length < query.limit; step++) {
    const persona = account.personas.get(query.descending ? rows.length - 1 - step : step);
    if (persona && skip-- <= 0) personas.push(persona);
  }
  return { personas, total: size };
}

type PersonaTest = (persona: Persona) => boolean;

const wordTests: Record<string, PersonaTest> = {
  'has:phone': (persona) => persona.mobilePhone !== '',
  'has:mobile': (persona) => persona.mobilePhone !== '',
  'has:home': () => false,
  'has:email': (persona) => persona.email !== '',
  'has:name': (persona) => persona.firstName + persona.lastName !== '',
  'is:member': (persona) => persona.loyalty,
  'not:member': (persona) => !persona.loyalty,
  'has:points': (persona) => pointsOf(persona) > 0,
  'has:usedpoints': (persona) => persona.otherPoints < 0,
};

function parseSearch(account: Account, search: string): PersonaTest[] {
  const parts = search.match(/"[^"]*"|\S+/g) ?? [];
  return parts.map((part): PersonaTest => {
    const word = part.toLowerCase();
    if (Object.hasOwn(wordTests, word)) return wordTests[word] ?? (() => false);
    if (part.startsWith('"')) {
      const name = word.slice(1, -1);
      return (persona) => fullName(persona).toLowerCase() === name;
    }
    const wanted = word.replace(/^(email|phone):/, '');
    return (persona) =>
      persona.email === wanted ||
      persona.mobilePhone === wanted ||
      persona.srcID.toLowerCase() === wanted ||
      (persona.extra?.otherSrcIDs.some((srcID) => srcID.toLowerCase() === wanted) ?? false) ||
      fullName(persona).toLowerCase().split(' ').includes(wanted) ||
      persona.number === account.contactIds.toNumber(wanted);
  });
}

function sortPersonas(account: Account, personas: Persona[], sort: string, descending: boolean): void {
  const numbers: Record<string, (persona: Persona) => number> = {
    inserted: (persona) => persona.inserted,
    signup: (persona) => persona.loyaltySignupTS ?? 0,
    points: pointsOf,
    usedpoints: (persona) => -Math.min(0, persona.otherPoints),
  };
  const texts: Record<string, (persona: Persona) => string> = {
    name: fullName,
    email: (persona) => persona.email,
    mobilePhone: (persona) => persona.mobilePhone,
    source: (persona) => persona.source,
    id: (persona) => account.contactIds.fromNumber(persona.number),
  };
  const number = numbers[sort];
  const text = texts[sort] ?? fullName;
  personas.sort((one, other) => {
    const order = number ? number(one) - number(other) : compare(text(one), text(other));
    // Equal ones keep a fixed order, or pages would overlap.
    return (order || one.number - other.number) * (descending ? -1 : 1);
  });
}

function fullName(persona: Persona): string {
  return `${persona.firstName} ${persona.lastName}`.trim();
}

function compare(one: string, other: string): number {
  return one < other ? -1 : one > other ? 1 : 0;
}
