import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { StoreRow } from '../../server/db/types/stores.ts';
import type { SyncEngine } from '../../server/sync/types.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { measured } from '../support/measured.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 60_000, interval: 50 };
/** Well short of the half hour that the store would rest. */
const soon = { timeout: 10_000, interval: 20 };

/** The panel is served by one instance, whose own engine does not work, and another one does the work. */
describe('a store that rests because AIQ refuses all that is sent', () => {
  let bench: SyncBench;
  let worker: SyncEngine;
  beforeEach(async () => {
    bench = await openSyncBench({ size: { orders: 120, customers: 20, products: 5 } });
    worker = bench.anotherEngine('worker');
    refuseAll();
  });
  afterEach(() => bench.close());

  function refuseAll(): void {
    bench.sandbox.aiq.setSwitches({ poison: [{ field: 'pos_id', contains: 'bc-' }] }, demoAccount.uid);
  }
  const heal = (): void => bench.sandbox.aiq.resetSwitches(demoAccount.uid);
  const sales = (): number => [...bench.sandbox.aiq.state(demoAccount.uid).sales()].length;

  async function problems(): Promise<string[]> {
    return (await bench.context.db.problems.listOpen(bench.hash)).map(({ code }) => code);
  }

  async function restsLong(): Promise<boolean> {
    const stream = await bench.stream('backfill-orders');
    return stream?.error !== null && Number(stream?.nextRunAt) > Date.now() + 20 * 60_000;
  }

  async function untilItRests(): Promise<void> {
    await bench.startSync();
    worker.start();
    await expect.poll(problems, patience).toContain('aiq-rejects-everything');
    await expect.poll(restsLong, patience).toBe(true);
  }

  async function refusedOrder(): Promise<string> {
    const [key] = await bench.context.db.records.listKeys(
      bench.hash,
      { kind: 'order', reason: 'retrying' },
      1,
    );
    if (key === undefined) throw new Error('no order was refused');
    return key.id;
  }

  const remedies: [string, (store: StoreRow) => Promise<unknown>][] = [
    [
      '“Try again” for one record',
      async (store) => bench.operations.retryRecord(store, { kind: 'order', id: await refusedOrder() }),
    ],
    ['“Try again” for a reason', (store) => bench.operations.retryReason(store, 'retrying')],
    ['linking AIQ or authorising the app again', (store) => bench.operations.resume(store.hash)],
    [
      'ending a freeze',
      // One that the worker has not seen: it would leave a frozen store alone for half a minute.
      async (store) => bench.operations.thaw({ ...store, freeze: { since: new Date(), by: 1 } }, 'send'),
    ],
    ['having history read once more', (store) => bench.operations.startSync(store)],
    ['saving the mapping', (store) => bench.operations.mappingSaved(store)],
  ];

  it.each(remedies)('is worked on within seconds after %s', async (name, remedy) => {
    await untilItRests();
    heal();
    const before = bench.calls().aiq;
    // Of a webhook nobody expects that it has removed the cause.
    await bench.announce(100);
    worker.nudge(bench.hash);
    await bench.looks(5);
    expect(bench.calls().aiq).toBe(before);
    expect(sales()).toBe(0);

    const pressedAt = performance.now();
    await remedy(await bench.store());
    await expect.poll(sales, soon).toBeGreaterThan(0);
    measured(`${name}: ${Math.round(performance.now() - pressedAt)} ms`);
    await expect.poll(async () => (await bench.stream('backfill-orders'))?.status, patience).toBe('done');
  });

  it('is worked on after a remedy that came while its last failure was being noted', async () => {
    const { streams } = bench.context.db;
    const checkpoint = streams.checkpoint.bind(streams);
    let remedied = false;
    streams.checkpoint = async (...args) => {
      const [, name, { error }] = args;
      if (name === 'backfill-orders' && error === 'aiq-unavailable' && !remedied) {
        remedied = true;
        heal();
        await bench.operations.resume(bench.hash);
      }
      return checkpoint(...args);
    };
    await bench.startSync();
    worker.start();
    await expect.poll(() => remedied, patience).toBe(true);
    await expect.poll(sales, soon).toBeGreaterThan(0);
  });

  it('is tried once for each remedy that removes nothing, and rests again', async () => {
    await untilItRests();
    const before = bench.calls().aiq;
    await bench.operations.resume(bench.hash);
    await expect.poll(() => bench.calls().aiq, soon).toBeGreaterThan(before);
    await expect.poll(restsLong, patience).toBe(true);
    const after = bench.calls().aiq;
    await bench.looks(5);
    expect(bench.calls().aiq).toBe(after);
    expect(after - before).toBeLessThanOrEqual(40);
  });
});
