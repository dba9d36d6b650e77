import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StoreRow } from '../../server/db/types/stores.ts';
import { buildOrders, openBench, since2026, type Bench } from './operations-support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const parked = { state: 'parked', reason: 'channel-unmapped' } as const;

describe('a saved mapping', () => {
  it('lets out the parked orders of channels that are matched now, and no others', async () => {
    const store = await bench.runningStore('mapped', since2026);
    await bench.writeRecords(
      'mapped',
      { id: '1', ...parked, channelId: 2 },
      { id: '2', ...parked, channelId: 3 },
      { id: '3', state: 'parked', reason: 'aiq-rejected', channelId: 2 },
    );
    for (const key of ['2', '3'])
      await bench.db.problems.raise('mapped', 'channel-unmapped', key, {}, bench.time.now);
    await bench.saveSettings('mapped', {
      mapping: { channels: { '2': 'Main' }, locations: {}, fallback: null },
    });
    expect(await bench.operations.mappingSaved(store)).toBe(1);
    expect(await bench.changes('mapped')).toEqual(['order 1']);
    expect(await bench.problems('mapped')).toEqual(['channel-unmapped 3']);
  });

  it('with a fallback lets all of them out, and history follows the new names', async () => {
    const store = await bench.runningStore('fallback', since2026);
    await bench.writeRecords(
      'fallback',
      { id: '1', ...parked, channelId: 2 },
      { id: '2', ...parked, channelId: 3 },
    );
    await bench.db.problems.raise('fallback', 'channel-unmapped', '3', {}, bench.time.now);
    await bench.saveSettings('fallback', { mapping: { channels: {}, locations: {}, fallback: 'Main' } });
    expect(await bench.operations.mappingSaved(store)).toBe(2);
    expect(await bench.problems('fallback')).toEqual([]);
    expect(await bench.stream('fallback', 'backfill-orders')).toMatchObject({
      cursor: null,
      status: 'waiting',
    });
  });
});

describe('trying again', () => {
  it('reads the entity behind one record', async () => {
    const store = await bench.runningStore('retry', since2026);
    await bench.writeRecords(
      'retry',
      { id: '1' },
      { kind: 'refund', id: '5', parentId: '2' },
      { kind: 'customer', id: '3' },
      { kind: 'product', id: '4' },
      { kind: 'enrolment', id: '6' },
    );
    for (const [kind, id] of [
      ['order', '1'],
      ['refund', '5'],
      ['customer', '3'],
      ['product', '4'],
    ] as const)
      await bench.operations.retryRecord(store, { kind, id });
    expect(await bench.changes('retry')).toEqual(['customer 3', 'order 1', 'order 2', 'product 4']);
    await bench.operations.retryRecord(store, { kind: 'enrolment', id: '6' });
    expect((await bench.stream('retry', 'enrol'))?.nextRunAt).toEqual(bench.time.now);
    await expect(bench.operations.retryRecord(store, { kind: 'order', id: '99' })).rejects.toMatchObject({
      code: 'not-found',
    });
  });

  it('asks no phone a second time, alone or with all of a reason', async () => {
    const store = await bench.runningStore('optin', since2026);
    const refused = { kind: 'opt-in', id: '6', state: 'parked', reason: 'aiq-rejected' } as const;
    await bench.writeRecords('optin', refused);
    await expect(bench.operations.retryRecord(store, { kind: 'opt-in', id: '6' })).rejects.toMatchObject({
      code: 'invalid-input',
    });
    expect(await bench.operations.retryReason(store, 'aiq-rejected')).toBe(0);
    expect(await bench.stream('optin', 'double-opt-in')).toBeNull();
  });

  it('asks for an opt-in again whom AIQ did not know, as nobody was asked', async () => {
    for (const all of [false, true]) {
      const store = await bench.runningStore(`unknown${String(all)}`, since2026);
      const unknown = { kind: 'opt-in', id: '6', state: 'parked', reason: 'unknown-to-aiq' } as const;
      await bench.writeRecords(store.hash, unknown);
      if (all) expect(await bench.operations.retryReason(store, 'unknown-to-aiq')).toBe(1);
      else await bench.operations.retryRecord(store, { kind: 'opt-in', id: '6' });
      expect((await bench.stream(store.hash, 'double-opt-in'))?.nextRunAt).toEqual(bench.time.now);
    }
  });

  it('of a guest reads their orders', async () => {
    const store = await bench.runningStore('guest', since2026);
    await bench.writeRecords(
      'guest',
      { kind: 'guest', id: 'guest-x', emailHash: 'x' },
      { id: '1', emailHash: 'x' },
      { id: '2', emailHash: 'y' },
    );
    await bench.operations.retryRecord(store, { kind: 'guest', id: 'guest-x' });
    expect(await bench.changes('guest')).toEqual(['order 1']);
  });

  it('all of a reason, in batches, says how many', async () => {
    const store = await bench.runningStore('reason', since2026);
    const rejected = { state: 'parked', reason: 'aiq-rejected' } as const;
    const orders = Array.from({ length: 1200 }, (_, index) => ({ id: String(index + 1), ...rejected }));
    await bench.writeRecords('reason', ...orders, { kind: 'refund', id: '1', parentId: '1', ...rejected });
    expect(await bench.operations.retryReason(store, 'aiq-rejected')).toBe(1201);
    expect(await bench.changes('reason')).toHaveLength(1200);
    expect(await bench.operations.retryReason(store, 'erased')).toBe(0);
  });
});

describe('thawing', () => {
  async function frozenStore(hash: string): Promise<StoreRow> {
    const store = await bench.runningStore(hash, since2026);
    const since = new Date('2026-05-20T00:00:00Z');
    await bench.db.stores.setFreeze(hash, { since, by: 5 });
    await bench.db.changes.note([{ store: hash, kind: 'order', id: '1' }], bench.time.now);
    bench.bigcommerce.orders = buildOrders(2, since, 60_000);
    return { ...store, freeze: { since, by: 5 } };
  }

  it('with "send" goes on from where the sweeps stood', async () => {
    const store = await frozenStore('send');
    await bench.operations.thaw(store, 'send');
    expect((await bench.db.stores.get('send'))?.freeze).toBeNull();
    expect(await bench.changes('send')).toEqual(['order 1']);
    expect(await bench.stream('send', 'sweep-orders')).toMatchObject({
      cursor: { at: 1 },
      nextRunAt: bench.time.now,
    });
  });

  it('with "discard" forgets the changes and names the orders of the pause, so that they are not taken for lost', async () => {
    const store = await frozenStore('discard');
    await bench.writeRecords('discard', { id: '1', createdAt: new Date('2026-05-20T00:00:00Z') });
    await bench.saveSettings('discard', { options: { syncContacts: true } });
    await bench.operations.thaw(store, 'discard');
    expect((await bench.db.stores.get('discard'))?.freeze).toBeNull();
    expect(await bench.changes('discard')).toEqual([]);
    expect((await bench.stream('discard', 'sweep-orders'))?.cursor).toBeNull();
    expect((await bench.db.settings.get('discard')).syncContactsSince).toEqual(bench.time.now);
    const records = await bench.db.records.getMany('discard', [
      { kind: 'order', id: '1' },
      { kind: 'order', id: '2' },
    ]);
    expect(records.map(({ id, state, reason }) => `${id} ${state} ${reason}`).sort()).toEqual([
      '1 sent accepted',
      '2 skipped placed-during-freeze',
    ]);
    bench.bigcommerce.customers = [];
    const [orders] = await bench.operations.checkAgreement({ ...store, freeze: null });
    expect(orders?.difference).toBe(0);
  });

  it('with "discard" waits for the last step before the freeze', async () => {
    const store = await frozenStore('busy');
    const lease = await bench.db.leases.acquire('busy', 'a worker', 10_000);
    await expect(bench.operations.thaw(store, 'discard')).rejects.toMatchObject({ code: 'unavailable' });
    expect((await bench.db.stores.get('busy'))?.freeze).not.toBeNull();
    if (lease !== null) await bench.db.leases.release(lease);
    await bench.operations.thaw(store, 'discard');
    expect((await bench.db.stores.get('busy'))?.freeze).toBeNull();
  });
});
