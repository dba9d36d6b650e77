import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 120_000, interval: 25 };

describe('live changes', () => {
  let bench: SyncBench;

  beforeEach(async () => {
    bench = await openSyncBench();
    await bench.startSync();
    bench.engine.start();
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
    bench.sandbox.aiq.flush();
  });
  afterEach(() => bench.close());

  const actions = () => bench.sandbox.bigcommerce.store(bench.hash).actions;

  async function record(id: number, kind: 'order' | 'refund' = 'order') {
    const [row] = await bench.context.db.records.getMany(bench.hash, [{ kind, id: String(id) }]);
    return row;
  }

  function saleTotal(id: string): number | undefined {
    bench.sandbox.aiq.flush();
    return bench.sandbox.aiq.state(demoAccount.uid).sale(`bc-${bench.hash}-${id}`)?.total;
  }

  async function untilQuiet(): Promise<void> {
    await expect.poll(() => bench.context.db.changes.count(bench.hash), patience).toBe(0);
  }

  function place(): number {
    const customerId = [...bench.sandbox.bigcommerce.store(bench.hash).oracle.customers()][0]?.id ?? 0;
    return actions().placeOrder({ customerId });
  }

  it('reach AIQ within three seconds, and a second event about the same order sends nothing', async () => {
    const id = place();
    const startedAt = performance.now();
    await bench.announce(id);
    await expect.poll(async () => (await record(id))?.state, patience).toBe('sent');
    expect(performance.now() - startedAt).toBeLessThan(3_000);
    const { saleWrites } = bench.sandbox.aiq.totals(demoAccount.uid);
    await bench.announce(id);
    await untilQuiet();
    expect(bench.sandbox.aiq.totals(demoAccount.uid).saleWrites).toBe(saleWrites);
  });

  it('that come as a flood are worked on in few large bites', async () => {
    const { changes } = bench.context.db;
    const clear = changes.clear.bind(changes);
    let bites = 0;
    changes.clear = (rows) => {
      if (rows.length > 0) bites += 1;
      return clear(rows);
    };
    const ids = [...bench.sandbox.bigcommerce.store(bench.hash).oracle.orders()].map(({ id }) => id);
    const startedAt = performance.now();
    for (let turn = 0; turn < 5; turn += 1) for (const id of ids) await bench.announce(id);
    await untilQuiet();
    // The first few are small, while the flood is not known to be one.
    expect(bites).toBeLessThan(8 + (performance.now() - startedAt) / 500);
  });

  it('that gather are not forgotten by a look for due stores that began before them', async () => {
    const { changes, leases } = bench.context.db;
    let looks = 0;
    let answer: () => void = () => undefined;
    changes.listStoresDue = () =>
      new Promise((resolve) => {
        looks += 1;
        answer = () => resolve([]);
      });
    await expect.poll(() => looks, patience).toBe(1);
    const release = leases.release.bind(leases);
    let runs = 0;
    leases.release = async (lease) => {
      await release(lease);
      runs += 1;
    };
    const ids = [...bench.sandbox.bigcommerce.store(bench.hash).oracle.orders()].map(({ id }) => id);
    await bench.announce(...ids.slice(0, 40));
    await expect.poll(() => runs, patience).toBe(1);
    const id = place();
    await bench.announce(id);
    answer();
    // No other look will find it.
    await expect.poll(() => looks, patience).toBe(2);
    await expect.poll(async () => (await record(id))?.state, { timeout: 10_000 }).toBe('sent');
    answer();
  });

  it('leave nothing of an order and its refund once it is cancelled', async () => {
    const id = place();
    await bench.announce(id);
    await expect.poll(async () => (await record(id))?.state, patience).toBe('sent');
    const refund = actions().refund(id, { amount: '1.00' });
    await bench.announce(id);
    await expect.poll(async () => (await record(refund, 'refund'))?.state, patience).toBe('sent');
    expect(saleTotal(`${id}-refund-${refund}`)).toBeLessThan(0);
    actions().setOrderStatus(id, 5);
    await bench.announce(id);
    await expect.poll(async () => (await record(id))?.reason, patience).toBe('reversed');
    await untilQuiet();
    expect(saleTotal(String(id))).toBe(0);
    expect(saleTotal(`${id}-refund-${refund}`)).toBe(0);
  });

  it('park only the record that AIQ refuses, and say what is in the way', async () => {
    const bad = place();
    const good = [place(), place(), place(), place(), place()];
    bench.sandbox.aiq.setSwitches({ poison: [{ field: 'pos_id', equals: `bc-${bench.hash}-${bad}` }] });
    await bench.announce(bad, ...good);
    await expect
      .poll(async () => Promise.all(good.map(async (id) => (await record(id))?.state)), patience)
      .toEqual(good.map(() => 'sent'));
    expect(await record(bad)).toMatchObject({ state: 'waiting', reason: 'retrying', attempts: 1 });
  });

  it('stop when AIQ refuses the key, and go on by themselves once there is a good one', async () => {
    bench.sandbox.aiq.revokeKey(demoAccount.uid);
    const id = place();
    await bench.announce(id);
    await expect.poll(async () => (await bench.store()).aiq?.state, patience).toBe('refused');
    const { aiq } = bench.calls();
    await bench.looks(5);
    expect(bench.calls().aiq).toBe(aiq);
    expect((await bench.context.db.problems.listOpen(bench.hash)).map(({ code }) => code)).toContain(
      'aiq-key-refused',
    );
    const link = (await bench.store()).aiq;
    bench.sandbox.aiq.replaceKey(demoAccount.uid, 'another-key-of-account-1234');
    if (link === null) throw new Error('the link is gone');
    const keySealed = bench.context.sealer.seal(bench.hash, 'aiq-key', 'another-key-of-account-1234');
    await bench.context.db.stores.linkAiq(bench.hash, { ...link, keySealed, state: 'ok' });
    await expect.poll(async () => (await record(id))?.state, patience).toBe('sent');
    expect(await bench.context.db.problems.listOpen(bench.hash)).not.toContainEqual(
      expect.objectContaining({ code: 'aiq-key-refused' }),
    );
  });

  it('wait out an AIQ in trouble with nothing parked', async () => {
    bench.sandbox.aiq.setSwitches({ failWith: '503', failTimes: 3 });
    const id = place();
    await bench.announce(id);
    await expect.poll(async () => (await record(id))?.state, patience).toBe('sent');
    const counts = await bench.context.db.records.count(bench.hash, null);
    expect(counts.filter(({ state }) => state === 'parked')).toEqual([]);
  });

  it('end with the uninstalling: no call and no record comes after it', async () => {
    const id = place();
    await bench.context.db.stores.uninstall(bench.hash, new Date(Date.now() + 1_000), new Date());
    await bench.context.db.leases.revoke(bench.hash);
    await bench.engine.halt(bench.hash);
    const before = bench.calls();
    await bench.announce(id);
    await bench.looks(5);
    expect(bench.calls()).toEqual(before);
    expect(await record(id)).toBeUndefined();
  });
});
