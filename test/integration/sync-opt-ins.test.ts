import { afterEach, describe, expect, it } from 'vitest';
import type { AiqClient } from '../../server/aiq/types.ts';
import type { RecordRow } from '../../server/db/types/records.ts';
import { UpstreamError } from '../../server/upstream/errors.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 60_000, interval: 50 };
const hourMs = 60 * 60_000;

describe('a double opt-in of whom AIQ does not know yet', () => {
  let bench: SyncBench;
  /** How AIQ takes a request for each phone. */
  let asked: Map<string, ('taken' | 'not-found')[]>;
  afterEach(() => bench.close());

  async function open(orders: number, crashPoint?: (name: string) => void): Promise<void> {
    let clock = { now: () => Date.now() };
    bench = await openSyncBench({
      size: { orders, customers: Math.ceil(orders / 4), products: 5 },
      clock: { now: () => new Date(clock.now()) },
      ...(crashPoint && { crashPoint }),
    });
    clock = bench.sandbox.clock;
    asked = new Map();
    const { syncDeps } = bench.context;
    const aiqFor = syncDeps.aiqFor.bind(syncDeps);
    syncDeps.aiqFor = (store, signal) => {
      const client = aiqFor(store, signal);
      return client && { ...client, requestDoubleOptIn: (phone) => request(client, phone) };
    };
  }

  async function request(client: AiqClient, phone: string): Promise<void> {
    const answers = asked.get(phone) ?? [];
    asked.set(phone, answers);
    try {
      await client.requestDoubleOptIn(phone);
      answers.push('taken');
    } catch (error) {
      if (error instanceof UpstreamError && error.failure === 'not-found') answers.push('not-found');
      throw error;
    }
  }

  /** How often each phone was asked that AIQ has: two customers with one e-mail are one person there, with one phone. */
  function takenOfKnown(): Set<number> {
    const state = bench.sandbox.aiq.state(demoAccount.uid);
    const known = [...asked].filter(([phone]) => state.persona({ phone }) !== undefined);
    return new Set(known.map(([, answers]) => answers.filter((answer) => answer === 'taken').length));
  }

  const stream = () => bench.stream('double-opt-in');

  async function optIns(): Promise<RecordRow[]> {
    const page = { limit: 1_000, cursor: null };
    return (await bench.context.db.records.search(bench.hash, { kind: 'opt-in' }, page)).rows;
  }

  /** The stream has done all that is due. */
  async function untilRested(): Promise<void> {
    bench.engine.nudge(bench.hash);
    await expect
      .poll(async () => {
        const row = await stream();
        if (row?.status === 'done') return true;
        return row?.error === null && Number(row.nextRunAt) > bench.sandbox.clock.now();
      }, patience)
      .toBe(true);
  }

  async function later(ms: number): Promise<void> {
    bench.sandbox.clock.advance(ms);
    await untilRested();
  }

  /** Switched on before "Send the rest", so that shoppers are asked for whose sales are still to be sent. */
  async function start(aiqShowsAfterMs: number): Promise<void> {
    bench.sandbox.aiq.setSwitches({ bulkDelayMs: aiqShowsAfterMs });
    await bench.setOptions({ doubleOptInSince: '2000-01-01' });
    await bench.startSync();
    bench.engine.start();
    await expect.poll(async () => (await bench.stream('backfill-orders'))?.status, patience).toBe('done');
    await untilRested();
  }

  const states = async () => new Set((await optIns()).map(({ state, reason }) => `${state} ${reason}`));

  it('is asked for again by itself until everybody was asked, once', async () => {
    await open(120);
    await start(6 * hourMs);
    expect(asked.size).toBeGreaterThan(10);
    expect([...asked.values()].flat()).not.toContain('taken');
    expect(await bench.context.db.consents.count(bench.hash)).toBe(0);
    expect(await states()).toContain('waiting retrying');

    for (const hours of [0.3, 1.3, 4.3, 12.3]) await later(hours * hourMs);
    expect(takenOfKnown()).toEqual(new Set([1]));
    const rows = await optIns();
    const sent = rows.filter(({ state }) => state === 'sent');
    expect(await bench.context.db.consents.count(bench.hash)).toBe(sent.length);
    expect(sent.length).toBeGreaterThan(asked.size - 3);
    expect(await states()).not.toContain('parked aiq-rejected');
    const page = { limit: 1_000, cursor: null };
    const orders = await bench.context.db.records.search(bench.hash, { kind: 'order', state: 'sent' }, page);
    const buyers = orders.rows.flatMap(({ customerId }) => customerId ?? []);
    expect(buyers.length).toBeGreaterThan(10);
    expect(rows.map(({ id }) => id)).toEqual(expect.arrayContaining(buyers));

    for (const hours of [24.3, 24.3]) await later(hours * hourMs);
    expect(await states()).not.toContain('waiting retrying');
    expect(takenOfKnown()).toEqual(new Set([1]));
  });

  it('is parked after a day and more, and asked once somebody tries again', async () => {
    await open(20);
    await start(1_000 * hourMs);
    const waited: number[] = [];
    for (const hours of [0.3, 1.3, 4.3, 12.3, 24.3]) {
      await later(hours * hourMs);
      waited.push(Math.max(...[...asked.values()].map((answers) => answers.length)));
    }
    expect(waited).toEqual([2, 3, 4, 5, 6]);
    const parked = (await optIns()).find(({ state }) => state === 'parked');
    expect(parked).toMatchObject({ reason: 'unknown-to-aiq', attempts: 6, nextAttemptAt: null });
    await later(48 * hourMs);
    expect(new Set([...asked.values()].map((answers) => answers.length))).toEqual(new Set([6]));
    expect(await bench.context.db.consents.count(bench.hash)).toBe(0);

    bench.sandbox.aiq.flush();
    await bench.operations.retryRecord(await bench.store(), { kind: 'opt-in', id: parked?.id ?? '' });
    await untilRested();
    const [tried] = (await optIns()).filter(({ id }) => id === parked?.id);
    expect(tried?.state).toBe('sent');
    expect(takenOfKnown()).toEqual(new Set([1]));
  });

  it('is not asked twice when the app ends right after a later try', async () => {
    let armed = false;
    await open(20, (point) => {
      if (!armed || point !== 'opt-in-asked') return;
      armed = false;
      throw new Error(`crash at ${point}`);
    });
    await start(hourMs);
    armed = true;
    for (const hours of [0.3, 1.3, 4.3]) await later(hours * hourMs);
    expect(takenOfKnown()).toEqual(new Set([1]));
    expect(armed).toBe(false);
  });

  it('is not asked any more once the order counts no more or the option is off', async () => {
    await open(40);
    await start(hourMs);
    const [cancelled, ...others] = (await optIns()).filter(({ state }) => state === 'waiting');
    const cancel = Number(cancelled?.parentId);
    bench.sandbox.bigcommerce.store(bench.hash).actions.setOrderStatus(cancel, 5);
    await later(0.3 * hourMs);
    const after = await optIns();
    expect(after.find(({ id }) => id === cancelled?.id)).toMatchObject({
      state: 'skipped',
      reason: 'no-longer-qualifies',
    });
    expect(others.length).toBeGreaterThan(0);
    await bench.setOptions({ doubleOptInSince: null });
    await untilRested();
    expect(await states()).not.toContain('waiting retrying');
    await expect.poll(async () => (await stream())?.nextRunAt, patience).toBeNull();
    bench.sandbox.aiq.flush();
    expect([...asked.values()].flat()).not.toContain('taken');

    await bench.setOptions({ doubleOptInSince: '2000-01-01' });
    await untilRested();
    // But not whose order was cancelled.
    expect(Math.max(...takenOfKnown())).toBe(1);
  });
});
