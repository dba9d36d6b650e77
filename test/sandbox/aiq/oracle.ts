import { listUnmappedPlaces, type Account, type InventoryItem } from './account.ts';
import { countPending } from './inbox.ts';
import { ExactSum } from './money.ts';
import { presentPersona } from './persona-view.ts';
import type { OptIn, Persona } from './persona.ts';
import { listSaleNumbers } from './sale-links.ts';
import type { SaleView, SaleWrite } from './sale.ts';

/** Numbers of one account, for comparing with the sender's own. */
export interface AiqTotals {
  uid: string;
  /** Visible sales, refunds included. */
  sales: number;
  /** Exact decimal sum of `transaction_total` over them. */
  total: string;
  refunds: number;
  personas: number;
  members: number;
  inventoryItems: number;
  /** Accepted records that do not show yet. */
  pending: number;
  /** Accepted requests for sales, every version counted. */
  saleWrites: number;
  /** Text messages that AIQ sent. */
  texts: number;
  /** Opt-ins without the person's YES. */
  forcedOptIns: number;
  /** Names of places that no retail store answers to. */
  unmappedPlaces: string[];
}

export interface PlaceTotal {
  place: string;
  sales: number;
  total: string;
}

export interface PersonaView extends Record<string, unknown> {
  contactID: string;
  srcID: string;
  email: string;
  mobilePhone: string;
  loyalty: boolean;
  loyaltyPoints: number;
  spent: number;
  /** Beside the main source id. */
  otherSrcIDs: string[];
  birthdate: string;
  optIn: OptIn | null;
  sales: string[];
}

export interface OptInView extends OptIn {
  contactID: string;
  name: string;
  mobilePhone: string;
}

/** What the tests may ask about one account without going through AIQ's endpoints. */
export interface AiqState {
  totals(): AiqTotals;
  totalsByPlace(): PlaceTotal[];
  sale(posID: string): SaleView | undefined;
  /** Accepted requests for a sale, oldest first; needs `keepWrites: 'all'`. */
  saleWrites(posID: string): readonly SaleWrite[];
  /** In the order of first arrival; those that are accepted but not visible are marked. */
  sales(): Iterable<SaleView>;
  persona(by: { srcID: string } | { phone: string } | { email: string }): PersonaView | undefined;
  personas(): Iterable<PersonaView>;
  optIns(): OptInView[];
  inventory(): InventoryItem[];
}

export function createState(account: Account): AiqState {
  const { sales, personas } = account;
  return {
    totals: () => totalsOf(account),
    totalsByPlace: () => totalsByPlace(account),
    sale(posID) {
      const number = sales.find(posID);
      return number === undefined ? undefined : presentSale(account, number);
    },
    saleWrites(posID) {
      const number = sales.find(posID);
      return number === undefined ? [] : sales.writes(number);
    },
    *sales() {
      for (let number = 0; number < sales.posIDs.length; number++) yield presentSale(account, number);
    },
    persona(by) {
      const persona =
        'srcID' in by
          ? personas.findBySrcID(by.srcID)
          : 'phone' in by
            ? personas.findByPhone(by.phone)
            : personas.findByEmail(by.email);
      return persona && viewPersona(account, persona);
    },
    *personas() {
      for (const persona of personas.living()) yield viewPersona(account, persona);
    },
    optIns: () => listOptIns(account),
    inventory: () => [...account.inventory.values()],
  };
}

export function presentSale(account: Account, number: number, withPayload = true): SaleView {
  const { sales } = account;
  const buyer = sales.personas.get(number);
  const payload = withPayload ? sales.payload(number) : undefined;
  return {
    pos_id: sales.posIDs[number] ?? '',
    pos_user: sales.posUsers[number] ?? '',
    contactID: buyer < 0 ? null : account.contactIds.fromNumber(buyer),
    total: sales.totals.get(number),
    transactionDate: new Date(sales.dates.get(number) * 1000).toISOString(),
    location: sales.place(number),
    isRefund: sales.isRefund(number),
    points: sales.points.get(number),
    writes: sales.writeCounts.get(number),
    payloadHash: sales.payloadHash(number),
    visible: sales.isVisible(number),
    ...(payload ? { payload } : {}),
  };
}

export function viewPersona(account: Account, persona: Persona): PersonaView {
  const shown = presentPersona(account, persona);
  return {
    ...shown,
    contactID: account.contactIds.fromNumber(persona.number),
    srcID: persona.srcID,
    email: persona.email,
    mobilePhone: persona.mobilePhone,
    loyalty: persona.loyalty,
    loyaltyPoints: Number(shown['loyaltyPoints']),
    spent: Number(shown['spent']),
    otherSrcIDs: persona.extra?.otherSrcIDs ?? [],
    birthdate: persona.extra?.birthdate ?? '',
    optIn: persona.optIn,
    sales: [...listSaleNumbers(account, persona)].map((number) => account.sales.posIDs[number] ?? ''),
  };
}

function totalsOf(account: Account): AiqTotals {
  const { visible, refunds, total } = account.sales.count;
  let members = 0;
  let forcedOptIns = 0;
  for (const persona of account.personas.living()) {
    if (persona.loyalty) members += 1;
    forcedOptIns += persona.optIn?.forced ?? 0;
  }
  let saleWrites = 0;
  for (let number = 0; number < account.sales.posIDs.length; number++) {
    saleWrites += account.sales.writeCounts.get(number);
  }
  return {
    uid: account.uid,
    sales: visible,
    total,
    refunds,
    personas: account.personas.size,
    members,
    inventoryItems: account.inventory.size,
    pending: countPending(account),
    saleWrites,
    texts: account.texts.length,
    forcedOptIns,
    unmappedPlaces: listUnmappedPlaces(account),
  };
}

function totalsByPlace(account: Account): PlaceTotal[] {
  const { sales } = account;
  const places = new Map<string, { sales: number; sum: ExactSum }>();
  for (let number = 0; number < sales.posIDs.length; number++) {
    if (!sales.isVisible(number)) continue;
    const name = sales.place(number);
    const place = places.get(name) ?? { sales: 0, sum: new ExactSum() };
    place.sales += 1;
    place.sum.add(sales.totals.get(number));
    places.set(name, place);
  }
  return [...places].map(([place, { sales: count, sum }]) => ({
    place,
    sales: count,
    total: sum.toString(),
  }));
}

function listOptIns(account: Account): OptInView[] {
  const views: OptInView[] = [];
  for (const persona of account.personas.living()) {
    if (!persona.optIn) continue;
    views.push({
      ...persona.optIn,
      contactID: account.contactIds.fromNumber(persona.number),
      name: `${persona.firstName} ${persona.lastName}`.trim(),
      mobilePhone: persona.mobilePhone,
    });
  }
  return views;
}
