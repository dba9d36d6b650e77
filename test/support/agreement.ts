import { defaultOptions } from '../../shared/settings.ts';
import type { Db } from '../../server/db/types/db.ts';
import type { Sandbox } from '../sandbox/index.ts';

/** Ten-thousandths, as the sandbox counts money. */
const scale = 10_000;

export interface Agreement {
  /** AIQ has exactly what it should, to the ten-thousandth. */
  agrees: boolean;
  /** Sales that count for something. */
  sales: number;
  /** The first few differences, for people. */
  differences: string[];
}

/**
 * Compares AIQ's sales of a store with what the store's own numbers say should be there. Records that are parked, and
 * guests whom nobody can reach, are no sales; a sale of nothing is none either.
 * @param uid the AIQ account of the store; shows what it has accepted at once
 */
export async function compareSales(
  sandbox: Sandbox,
  db: Db,
  storeHash: string,
  uid: string,
): Promise<Agreement> {
  sandbox.aiq.flush();
  const { oracle } = sandbox.bigcommerce.store(storeHash);
  const unreachable = await db.records.listKeys(
    storeHash,
    { state: 'skipped', reason: 'guest-without-contact' },
    100_000,
  );
  const parked = await db.records.listKeys(storeHash, { state: 'parked' }, 100_000);
  const left = new Set(
    [...unreachable, ...parked].filter(({ kind }) => kind === 'order').map(({ id }) => id),
  );
  const should = new Map<string, number>();
  const { orderIds } = oracle.sales({
    statuses: defaultOptions.countedStatuses,
    basis: 'items',
  });
  for (const id of orderIds) {
    if (left.has(String(id))) continue;
    const { order, refunds } = oracle.counted(id, 'items');
    should.set(`bc-${storeHash}-${id}`, order);
    for (const refund of refunds) should.set(`bc-${storeHash}-${id}-refund-${refund.id}`, -refund.amount);
  }
  const has = new Map<string, number>();
  for (const { pos_id: id, total } of sandbox.aiq.state(uid).sales()) {
    if (id.startsWith(`bc-${storeHash}-`)) has.set(id, Math.round(total * scale));
  }
  const differences: string[] = [];
  let sales = 0;
  for (const id of new Set([...should.keys(), ...has.keys()])) {
    const wanted = should.get(id) ?? 0;
    const found = has.get(id) ?? 0;
    if (wanted !== 0) sales += 1;
    if (wanted !== found) differences.push(`${id}: ${found / scale} instead of ${wanted / scale}`);
  }
  return { agrees: differences.length === 0, sales, differences };
}

/**
 * Compares AIQ's personas of some customers with their accounts in the store, and everybody's consents with what a store
 * can say of them, which is nothing. A phone that AIQ would blank is not sent, so that it has an older one or none; and
 * AIQ may take two customers with one e-mail for one person, so that these are left out.
 * @param customerIds of customers that were changed while contact sync was on
 * @returns the differences, for people
 */
export function compareCustomers(
  sandbox: Sandbox,
  storeHash: string,
  uid: string,
  customerIds: Iterable<number>,
): string[] {
  sandbox.aiq.flush();
  const { oracle } = sandbox.bigcommerce.store(storeHash);
  const aiq = sandbox.aiq.state(uid);
  const differences: string[] = [];
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const { email } of oracle.customers()) {
    if (seen.has(email)) shared.add(email);
    seen.add(email);
  }
  for (const id of customerIds) {
    const customer = oracle.customer(id);
    if (customer === undefined || shared.has(customer.email)) continue;
    const persona = aiq.persona({ srcID: `bc-${storeHash}-${id}` });
    const digits = customer.phone.replace(/^\+1|\D/g, '');
    const phone = digits.length === 10 ? digits : persona?.mobilePhone;
    const wanted = [customer.firstName, customer.lastName, customer.email.toLowerCase(), phone];
    const found = [persona?.['firstName'], persona?.['lastName'], persona?.email, persona?.mobilePhone];
    if (JSON.stringify(wanted) !== JSON.stringify(found)) {
      differences.push(`customer ${id}: ${found.join(', ')} instead of ${wanted.join(', ')}`);
    }
  }
  for (const { srcID, loyalty, optIn, ...persona } of aiq.personas()) {
    if (loyalty || (optIn?.state ?? 'none') !== 'none' || persona['emailOptInTime'] !== null) {
      differences.push(`${srcID} has consented, which no store has said`);
    }
  }
  return differences;
}
