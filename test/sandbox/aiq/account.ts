import type { AiqClock } from './clock.ts';
import { createContactIds, createDraws, mix, type ContactIds } from './contact-id.ts';
import { defaultDiscounts, type Discount } from './discounts.ts';
import { PersonaStore } from './persona-store.ts';
import { defaultProgramme, type Programme } from './programme.ts';
import { SaleStore, type KeepWrites } from './sale-store.ts';
import type { Switchboard } from './switchboard.ts';
import type { AiqSwitches } from './switches.ts';

/** A retail store of the account; `sourceMapping` holds the names that sources use for it. */
export interface RetailStore {
  id: number;
  name: string;
  nickname: string;
  sourceMapping: Record<string, string>;
  addr: { street: string; city: string; state: string; zipCode: string; country: string };
}

export interface TextMessage {
  /** Milliseconds since 1970. */
  at: number;
  to: string;
  kind: 'opt-in-request' | 'pin';
  text: string;
}

export interface InventoryItem {
  /** The sku, or `id:` and the product id. */
  key: string;
  /** What the last accepted request said. */
  item: Record<string, unknown>;
  /** Inactive or without stock. */
  withdrawn: boolean;
  /** Accepted requests for this item. */
  writes: number;
  /** Milliseconds since 1970. */
  updated: number;
  order: number;
}

export interface PointsChange {
  /** Unix seconds. */
  ts: number;
  /** Number of the persona at the time. */
  persona: number;
  value: number;
  note: string;
}

export interface Redemption extends PointsChange {
  discountID: string;
}

export interface IngestedEvent {
  /** Milliseconds since 1970. */
  at: number;
  body: Record<string, unknown>;
}

/** Everything AIQ holds for one company account. */
export interface Account {
  uid: string;
  /** `null` after the key was revoked. */
  key: string | null;
  stores: RetailStore[];
  programme: Programme;
  discounts: Discount[];
  /** The settings in force: the account's own over those for all. */
  switches: () => AiqSwitches;
  contactIds: ContactIds;
  draw: () => number;
  clock: AiqClock;
  /** Gives every accepted record its place in the order of arrival. */
  nextOrder: () => number;
  personas: PersonaStore;
  sales: SaleStore;
  /** Sales whose buyer's source id is not known yet. */
  waitingForBuyer: Map<string, number[]>;
  inventory: Map<string, InventoryItem>;
  texts: TextMessage[];
  events: IngestedEvent[];
  adjustments: PointsChange[];
  redemptions: Redemption[];
  /** Wallet PINs by phone or e-mail. */
  pins: Map<string, string>;
  /** Accepted writes that do not show yet. */
  pending: Set<PendingBatch>;
  mergeDue: { cancel(): void } | null;
}

export interface PendingBatch {
  /** Milliseconds since 1970. */
  due: number;
  records: number;
  /** Makes the writes visible. */
  show: () => void;
  timer: { cancel(): void };
}

export interface NewAccount {
  uid: string;
  key: string;
  stores: { id: number; name: string; sourceMapping?: Record<string, string> }[];
  programme?: Partial<Programme>;
}

export interface AccountDeps {
  seed: number;
  clock: AiqClock;
  keepWrites: KeepWrites;
  nextOrder: () => number;
  switchboard: Switchboard;
}

export function createAccount(request: NewAccount, deps: AccountDeps): Account {
  const seed = mix(deps.seed ^ mix([...request.uid].reduce((sum, char) => sum * 31 + char.charCodeAt(0), 7)));
  return {
    uid: request.uid,
    key: request.key,
    stores: request.stores.map(toRetailStore),
    programme: { ...defaultProgramme, ...request.programme },
    discounts: [...defaultDiscounts],
    switches: () => deps.switchboard.get(request.uid),
    contactIds: createContactIds(seed),
    draw: createDraws(seed),
    clock: deps.clock,
    nextOrder: deps.nextOrder,
    personas: new PersonaStore(),
    sales: new SaleStore(deps.keepWrites),
    waitingForBuyer: new Map(),
    inventory: new Map(),
    texts: [],
    events: [],
    adjustments: [],
    redemptions: [],
    pins: new Map(),
    pending: new Set(),
    mergeDue: null,
  };
}

export function toRetailStore(store: NewAccount['stores'][number]): RetailStore {
  return {
    id: store.id,
    name: store.name,
    nickname: '',
    sourceMapping: store.sourceMapping ?? {},
    addr: { street: '1 Sample Street', city: 'Denver', state: 'CO', zipCode: '80202', country: 'US' },
  };
}

/** AIQ's "unmapped store" notice: places of sales that are neither a store's name nor one of its mappings. */
export function listUnmappedPlaces(account: Account): string[] {
  const known = new Set(
    account.stores.flatMap((store) => [store.name, ...Object.values(store.sourceMapping)]),
  );
  return account.sales.places.filter((place) => !known.has(place));
}
