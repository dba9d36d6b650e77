import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { z } from 'zod';
import type { AppProcess } from '../support/app-process.ts';
import { createFaultDraws, faultRuns } from '../support/fault-seed.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';
const kills = 4 * (faultRuns ?? 1);
const pageSize = 250;
/** Two to fill a step, and the one that is read ahead. */
const pagesUnderWay = 3;
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
  const reads = () => world.sandbox.bigcommerce.api.requests.total(hash, 'GET /v2/orders');

  /** Pages that the next process may read although the last one has: those under way, and those of orders put aside. */
  function mayBeReadAgain(cursor: unknown): number {
    const aside = z.object({ aside: z.array(z.number()) }).safeParse(cursor).data?.aside ?? [];
    const span = aside.length === 0 ? 0 : Math.max(...aside) - Math.min(...aside);
    return pagesUnderWay + Math.ceil(span / pageSize) + 1;
  }

  it('never falls back behind what was written, and reads again only what was under way or put aside', async () => {
    let progress = 0;
    let allowed = 0;
    for (let kill = 0; kill < kills; kill += 1) {
      const at = orders() + 100 + draws.int(500);
      await until('some more of history is there', () => orders() >= at);
      app.kill('SIGKILL');
      await app.ended;
      const row = await world.stream('backfill-orders');
      expect(row?.counts.read).toBeGreaterThanOrEqual(progress);
      progress = row?.counts.read ?? 0;
      allowed += mayBeReadAgain(row?.cursor);
      app = await world.startProcess({ hasty: true });
    }
    expect((await world.stream('backfill-orders'))?.status).toBe('running');
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    await world.converged();

    const least = Math.ceil(size.orders / pageSize);
    measured(
      `${kills} kills in ${size.orders} orders: ${reads()} pages of orders instead of ${least}, ${allowed} more allowed`,
    );
    // Trial, sweeps and the end of history are asked for as well.
    expect(reads()).toBeLessThanOrEqual(Math.ceil(least * 1.05) + allowed + 5);
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
