import type { Account } from '../account.ts';
import { emailOrBlank } from '../contact-details.ts';
import { AiqRefusal } from '../envelope.ts';
import type { AiqCall, AiqEndpoint } from '../gate.ts';
import { readBoundedInteger } from '../query.ts';
import { personaSorts, searchPersonas } from '../persona-search.ts';
import { presentPersona } from '../persona-view.ts';
import { pointsOf, type Persona } from '../persona.ts';
import { listSaleNumbers } from '../sale-links.ts';

/** Reading persons (help.aiq.com, Personas endpoints; docs.alpineiq.com, Personas). */
export const personaEndpoints: readonly AiqEndpoint[] = [
  { name: 'piis', method: 'GET', path: '/api/v1.1/piis/:uid', handle: listPersonas },
  { name: 'piisExport', method: 'GET', path: '/api/v1.1/piis/:uid/export', handle: refuseExport },
  {
    name: 'pii',
    method: 'GET',
    path: '/api/v1.1/piis/:uid/:contactID',
    handle: (call) => presentPersona(call.account, requirePersona(call)),
  },
  {
    name: 'lookupEmail',
    method: 'GET',
    path: '/api/v2/lookup/email/:email',
    handle: (call) =>
      contactIdOf(call.account, call.account.personas.findByEmail(call.params['email'] ?? '')),
  },
  {
    name: 'lookupPhone',
    method: 'GET',
    path: '/api/v2/lookup/:phone',
    handle: (call) =>
      contactIdOf(call.account, call.account.personas.findByPhone(call.params['phone'] ?? '')),
  },
  { name: 'loyaltyLookup', method: 'GET', path: '/api/v2/loyalty/lookup/:contact', handle: lookUpLoyalty },
  {
    name: 'contactOrders',
    method: 'GET',
    path: '/api/v1.1/contact/orders/:uid/:contactID',
    handle: listOrders,
  },
  { name: 'audiences', method: 'GET', path: '/api/v1.1/audiences/:uid', handle: listAudiences },
  { name: 'audience', method: 'GET', path: '/api/v1.1/audience/:uid/:id', handle: readAudience },
];

function listPersonas(call: AiqCall): unknown {
  const { start, limit } = readPage(call.query);
  const sort = call.query.get('sort') ?? 'name';
  if (!personaSorts.includes(sort)) throw new AiqRefusal(400, 'sort is not known');
  const { personas, total } = searchPersonas(call.account, {
    search: call.query.get('search') ?? '',
    sort,
    descending: call.query.get('dir') === 'desc',
    start,
    limit,
  });
  const results = personas.map((persona) => presentPersona(call.account, persona));
  return { results: results.length > 0 ? results : null, start, total, limit, size: results.length };
}

/** Answers 400 on the live system, whatever it is asked. */
function refuseExport(): never {
  throw new AiqRefusal(400);
}

/** The persona of a path's contact id; a merged one is gone, so callers look it up again. */
export function requirePersona(call: AiqCall): Persona {
  const number = call.account.contactIds.toNumber(call.params['contactID'] ?? '');
  const persona = number === null ? undefined : call.account.personas.get(number);
  if (!persona) throw new AiqRefusal(404);
  return persona;
}

/** `limit` is 100 to 2,000 by the documentation; callers use less, so only the upper bound holds. */
export function readPage(query: URLSearchParams): { start: number; limit: number } {
  return {
    start: readBoundedInteger(query, 'start', { default: 0, least: 0, most: Number.MAX_SAFE_INTEGER }),
    limit: readBoundedInteger(query, 'limit', { default: 100, least: 1, most: 2000 }),
  };
}

function contactIdOf(account: Account, persona: Persona | undefined): unknown {
  if (!persona) throw new AiqRefusal(404);
  return { contactID: account.contactIds.fromNumber(persona.number) };
}

function lookUpLoyalty(call: AiqCall): unknown {
  const contact = call.params['contact'] ?? '';
  const persona =
    call.account.personas.findByPhone(contact) ?? call.account.personas.findByEmail(emailOrBlank(contact));
  if (!persona) throw new AiqRefusal(404);
  const { contactID, loyalty, smsconsent, hasRequested } = presentPersona(call.account, persona);
  return { contactID, loyalty, loyaltyPoints: pointsOf(persona), smsconsent, hasRequested };
}

/** A flat list of line items; items of one visit share a timestamp. */
function listOrders(call: AiqCall): unknown {
  const { sales } = call.account;
  const { start, limit } = readPage(call.query);
  const items = [...listSaleNumbers(call.account, requirePersona(call))].flatMap((number) =>
    (sales.payload(number)?.visit.visit_details_attributes ?? []).map((item) => ({
      name: item.name ?? '',
      brand: item.brand ?? '',
      quantity: item.quantity,
      totalPrice: (item.price ?? 0) * item.quantity,
      timestamp: sales.dates.get(number),
      storeName: sales.place(number),
    })),
  );
  return items.length > 0 ? items.slice(start, start + limit) : null;
}

function audiencesOf(
  account: Account,
): { id: string; name: string; audienceSize: number; traits: unknown[] }[] {
  let members = 0;
  for (const persona of account.personas.living()) if (persona.loyalty) members += 1;
  return [
    { id: '1', name: 'All personas', audienceSize: account.personas.size, traits: [] },
    { id: '2', name: 'Loyalty members', audienceSize: members, traits: [{ type: 'loyalty', value: 'true' }] },
  ];
}

function listAudiences(call: AiqCall): unknown {
  const { start, limit } = readPage(call.query);
  const page = audiencesOf(call.account).slice(start, start + limit);
  return page.length > 0 ? page : null;
}

function readAudience(call: AiqCall): unknown {
  const audience = audiencesOf(call.account).find((one) => one.id === call.params['id']);
  if (!audience) throw new AiqRefusal(404);
  return audience;
}
