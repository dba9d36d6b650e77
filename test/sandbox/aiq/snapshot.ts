import type { Account } from './account.ts';
import { flushPending } from './inbox.ts';
import type { Persona } from './persona.ts';
import { isPlainObject } from './plain-object.ts';
import type { SavedSales } from './sale-store.ts';

const format = 'simulated-aiq-1';

/** Everything of all accounts as plain JSON; switches are not part of it. */
export interface AiqSnapshot {
  format: typeof format;
  order: number;
  accounts: SavedAccount[];
}

export interface SavedAccount extends Pick<
  Account,
  'uid' | 'key' | 'stores' | 'programme' | 'texts' | 'events' | 'adjustments' | 'redemptions'
> {
  personas: Persona[];
  sales: SavedSales;
  inventory: [string, Account['inventory'] extends Map<string, infer Item> ? Item : never][];
  waitingForBuyer: [string, number[]][];
}

/** Accepted writes become visible first, so that a later start finds them. */
export function saveAccount(account: Account): SavedAccount {
  flushPending(account);
  const { uid, key, stores, programme, texts, events, adjustments, redemptions } = account;
  return {
    ...structuredClone({ uid, key, stores, programme, texts, events, adjustments, redemptions }),
    personas: structuredClone(account.personas.rows),
    sales: account.sales.save(),
    inventory: structuredClone([...account.inventory]),
    waitingForBuyer: structuredClone([...account.waitingForBuyer]),
  };
}

/** Fills an empty account. */
export function restoreAccount(account: Account, saved: SavedAccount): void {
  const { key, stores, programme, texts, events, adjustments, redemptions } = structuredClone(saved);
  Object.assign(account, { key, stores, programme, texts, events, adjustments, redemptions });
  account.personas.restore(saved.personas);
  account.sales.restore(saved.sales);
  account.inventory = new Map(structuredClone(saved.inventory));
  account.waitingForBuyer = new Map(structuredClone(saved.waitingForBuyer));
}

export function toSnapshot(order: number, accounts: SavedAccount[]): AiqSnapshot {
  return { format, order, accounts };
}

/** @throws Error for anything that `toSnapshot` did not make. */
export function parseSnapshot(json: unknown): AiqSnapshot {
  const isOurs = isPlainObject(json) && json['format'] === format && Array.isArray(json['accounts']);
  if (!isOurs) throw new Error('this is not a snapshot of simulated AIQ');
  return json as unknown as AiqSnapshot; // the format mark vouches for the rest
}
