import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { createFaultDraws, faultRuns } from '../support/fault-seed.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
const kills = 4 * (faultRuns ?? 1);
const pageSize = 250;
/**
 * What a kill may cost. Of pages: the orders that were left for the next slice, the page under way, and the one read
 * ahead. Of orders put aside for their refunds: two calls by status and some pages, for several kills together. Twenty
 * kills in a million orders are then three calls in a hundred.
 */
const pagesPerKill = (100 + 2 * pageSize) / pageSize;
const asidePerKill = 4;
const size = { orders: 1_000 * kills, customers: 100, products: 12 };

/** `kill -9` whenever the draws say so, at some number of sales: nobody knows what the process is doing then. */
describe('history that is killed at random', () => {
  let world: World;
  let app: AppProcess;
  const draws = createFaultDraws();

  beforeAll(async () => {
    world = await openWorld({ stores: [{ hash, size }] });
    app = await world.startProcess({ hasty: true });
    world.sandbox.aiq.setSwitches({ latencyMs: 30 });
    await world.begin();
  });
  afterAll(() => world.close());

  const orders = () => world.sandbox.aiq.totals(world.uidOf()).saleWrites;

  /** Calls that history has made, by what they were for; those of trial and sweeps have other orders. */
  function reads(): { pages: number; aside: number; refunds: number } {
    const targets = world.sandbox.bigcommerce.api.requests
      .recent(hash)
      .map(({ target }) => new URL(target, 'http://sandbox'));
    const isList = ({ pathname }: URL): boolean => pathname.endsWith('/v2/orders');
    const count = (test: (url: URL) => boolean): number => targets.filter(test).length;
    const asksFor = (url: URL, name: string): boolean => url.searchParams.has(name);
    const isHistory = (url: URL): boolean => isList(url) && url.searchParams.get('sort') === 'id:desc';
    return {
      pages: count((url) => isHistory(url) && !asksFor(url, 'min_id')),
      aside: count((url) => isHistory(url) && asksFor(url, 'min_id')),
      refunds: count((url) => url.pathname.endsWith('/refunds') && asksFor(url, 'order_id:in')),
    };
  }

  it('never falls back behind what was written, and reads again hardly more than what was under way', async () => {
    let progress = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const at = orders() + 100 + draws.int(500);
      await until('some more of history is there', () => orders() >= at);
      app.kill('SIGKILL');
      await app.ended;
      const row = await world.stream('backfill-orders');
      expect(row?.counts.read).toBeGreaterThanOrEqual(progress);
      progress = row?.counts.read ?? 0;
      app = await world.startProcess({ hasty: true });
    }
    expect((await world.stream('backfill-orders'))?.status).toBe('running');
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    await world.converged();

    const least = Math.ceil(size.orders / pageSize);
    const { pages, aside, refunds } = reads();
    measured(
      `${kills} kills in ${size.orders} orders: ${pages} pages instead of ${least}, ${aside} for orders put aside, ${refunds} for refunds`,
    );
    // The end of history is asked for as well.
    expect(pages).toBeLessThanOrEqual(least + 1 + kills * pagesPerKill);
    expect(aside).toBeLessThanOrEqual(kills * asidePerKill);
    // 200 orders a call, those of the trial, and the last.
    expect(refunds).toBeLessThanOrEqual(Math.ceil(size.orders / 2_000) + 2);
    const twice = [...world.sandbox.aiq.state(world.uidOf()).sales()].filter(({ writes }) => writes > 1);
    // Of a slice that AIQ has just accepted, and of the one before it, whose records were being written meanwhile.
    expect(twice.length).toBeLessThanOrEqual(200 * kills);
    for (const { pos_id: posId } of twice) {
      const writes = world.sandbox.aiq.state(world.uidOf()).saleWrites(posId);
      expect(new Set(writes.map(({ payload }) => payload.visit.transaction_total)).size).toBe(1);
    }
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
