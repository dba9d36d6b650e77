import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordWrite } from '../../server/db/types/records.ts';
import type { RecordKind } from '../../shared/sync.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 60_000, interval: 25 };
/** The client tries a call so often in all. */
const triesOfACall = 3;

/** AIQ carries a call out, and its answer is lost or never written down; before the next try BigCommerce changes its mind. */
describe('what AIQ may have accepted', () => {
  let bench: SyncBench;
  let aheadMs = 0;

  beforeEach(async () => {
    aheadMs = 0;
    bench = await openSyncBench({
      size: { orders: 20, customers: 10, products: 12 },
      clock: { now: () => new Date(Date.now() + aheadMs) },
    });
    await bench.startSync();
    bench.engine.start();
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
  });
  afterEach(() => bench.close());

  const store = () => bench.sandbox.bigcommerce.store(bench.hash);
  const [counted, cancelled] = [11, 5];

  async function record(kind: RecordKind, id: number) {
    const [row] = await bench.context.db.records.getMany(bench.hash, [{ kind, id: String(id) }]);
    return row;
  }

  function saleTotal(id: string): number | undefined {
    bench.sandbox.aiq.flush();
    return bench.sandbox.aiq.state(demoAccount.uid).sale(`bc-${bench.hash}-${id}`)?.total;
  }

  function firstName(id: number): unknown {
    bench.sandbox.aiq.flush();
    return bench.sandbox.aiq.state(demoAccount.uid).persona({ srcID: `bc-${bench.hash}-${id}` })?.[
      'firstName'
    ];
  }

  async function settled(): Promise<void> {
    aheadMs += 60_000;
    await expect.poll(() => bench.context.db.changes.count(bench.hash), patience).toBe(0);
    const days = await bench.context.db.daily.list(bench.hash, '2000-01-01');
    expect(days.filter(({ counts }) => (counts.waiting ?? 0) !== 0)).toEqual([]);
  }

  function loseAnswers(endpoint: string): void {
    bench.sandbox.aiq.setSwitches({
      failWith: 'cut-after-accept',
      failTimes: triesOfACall,
      failEndpoints: [endpoint],
    });
  }

  async function untilUnknown(kind: RecordKind, id: number): Promise<void> {
    await expect
      .poll(() => record(kind, id), patience)
      .toMatchObject({ state: 'waiting', reason: 'aiq-unavailable' });
    // The work rests; nothing of it is under way while BigCommerce changes its mind.
    await expect
      .poll(async () => (await bench.context.db.changes.waitingSince(bench.hash)) !== null, patience)
      .toBe(true);
  }

  async function place(): Promise<number> {
    const customerId = [...store().oracle.customers()][0]?.id ?? 0;
    const id = store().actions.placeOrder({ customerId, statusId: counted });
    await bench.announce(id);
    return id;
  }

  async function placeSent(): Promise<{ id: number; total: number | undefined }> {
    const id = await place();
    await expect.poll(async () => (await record('order', id))?.state, patience).toBe('sent');
    return { id, total: saleTotal(String(id)) };
  }

  async function becomes(id: number, statusId: number): Promise<void> {
    store().actions.setOrderStatus(id, statusId);
    await bench.announce(id);
  }

  /** The database takes no record of an order like this, once. @returns whether it was tried */
  function loseRecordOf(isIt: (row: RecordWrite) => boolean): () => boolean {
    const { records } = bench.context.db;
    const writeMany = records.writeMany.bind(records);
    let lost = false;
    records.writeMany = async (...input) => {
      if (lost || !input[1].some((row) => row.kind === 'order' && isIt(row))) return writeMany(...input);
      lost = true;
      throw new Error('the database is away');
    };
    return () => lost;
  }

  it('is sent again when the order is what it was before', async () => {
    const { id, total } = await placeSent();
    expect(total).toBeGreaterThan(0);
    loseAnswers('createUpdateSale');
    await becomes(id, cancelled);
    await untilUnknown('order', id);
    expect(saleTotal(String(id))).toBe(0);
    expect(Number((await record('order', id))?.amount)).toBe(total);
    await becomes(id, counted);
    await settled();
    expect(saleTotal(String(id))).toBe(total);
    expect(await record('order', id)).toMatchObject({ state: 'sent', reason: 'accepted' });
  });

  it('is taken back when the order is cancelled, though it was new', async () => {
    loseAnswers('createUpdateSale');
    const id = await place();
    await untilUnknown('order', id);
    expect(saleTotal(String(id))).toBeGreaterThan(0);
    await becomes(id, cancelled);
    await settled();
    expect(saleTotal(String(id))).toBe(0);
    expect(await record('order', id)).toMatchObject({ state: 'sent', reason: 'reversed' });
  });

  it('is taken back when it is a refund of an order that is cancelled', async () => {
    const { id } = await placeSent();
    const refund = store().actions.refund(id, { amount: '1.00' });
    // The order's own sale is the same, so that the refund's is the call that is lost.
    loseAnswers('createUpdateSale');
    await bench.announce(id);
    await untilUnknown('refund', refund);
    expect(saleTotal(`${id}-refund-${refund}`)).toBeLessThan(0);
    await becomes(id, cancelled);
    await settled();
    expect(saleTotal(String(id))).toBe(0);
    expect(saleTotal(`${id}-refund-${refund}`)).toBe(0);
  });

  it('is sent again when the customer is who they were before', async () => {
    await bench.setOptions({ syncContacts: true });
    const id = [...store().oracle.customers()].at(-1)?.id ?? 0;
    const announce = async () => {
      await bench.context.db.changes.note(
        [{ store: bench.hash, kind: 'customer', id: String(id) }],
        new Date(),
      );
      bench.engine.nudge(bench.hash);
    };
    // A change counts from the second after that in which contact sync was switched on.
    const { syncContactsSince } = await bench.context.db.settings.get(bench.hash);
    await expect.poll(() => Date.now() - 1_000, patience).toBeGreaterThan(syncContactsSince?.getTime() ?? 0);
    store().actions.updateCustomer(id, { firstName: 'Before' });
    await announce();
    await expect.poll(() => firstName(id), patience).toBe('Before');
    await settled();
    loseAnswers('createUpdateMember');
    store().actions.updateCustomer(id, { firstName: 'Between' });
    await announce();
    await untilUnknown('customer', id);
    expect(firstName(id)).toBe('Between');
    store().actions.updateCustomer(id, { firstName: 'Before' });
    await announce();
    await settled();
    expect(firstName(id)).toBe('Before');
  });

  it('is taken back when the order is cancelled before it has a record', async () => {
    const known = new Set([...store().oracle.orders()].map(({ id }) => String(id)));
    const wasLost = loseRecordOf(({ id }) => !known.has(id));
    const id = await place();
    await expect.poll(wasLost, patience).toBe(true);
    expect(saleTotal(String(id))).toBeGreaterThan(0);
    expect(await record('order', id)).toBeUndefined();
    await becomes(id, cancelled);
    await settled();
    expect(saleTotal(String(id))).toBe(0);
    expect(await record('order', id)).toMatchObject({ state: 'sent', reason: 'reversed' });
  });

  it('is sent again when the order is what its record still says', async () => {
    const { id, total } = await placeSent();
    const wasLost = loseRecordOf((row) => row.id === String(id));
    await becomes(id, cancelled);
    await expect.poll(wasLost, patience).toBe(true);
    expect(saleTotal(String(id))).toBe(0);
    await becomes(id, counted);
    await settled();
    expect(saleTotal(String(id))).toBe(total);
    expect(await record('order', id)).toMatchObject({ state: 'sent', reason: 'accepted' });
  });
});
