import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { AppProcess } from '../support/app-process.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

const hash = 'demo123';

describe('a worker that stands still for longer than its lease', () => {
  let world: World;
  let sleeper: AppProcess;

  beforeAll(async () => {
    world = await openWorld({ stores: [{ hash, size: { orders: 1_200, customers: 60, products: 12 } }] });
    sleeper = await world.startProcess({ hasty: true });
    world.sandbox.aiq.setSwitches({ latencyMs: 100 });
    await world.begin();
    await until('some of history is there', () => sales().length > 100);
  });
  afterAll(() => world.close());

  const sales = () => [...world.sandbox.aiq.state(world.uidOf()).sales()];
  const calls = () => world.sandbox.aiq.requests.list().reduce((sum, { requests }) => sum + requests, 0);

  it('is relieved, and when it wakes, stops without harm', async () => {
    sleeper.kill('SIGSTOP');
    const stoppedAt = performance.now();
    const successor = await world.startProcess({ hasty: true, beside: true });
    const before = calls();
    await until('the successor works', () => calls() > before);
    measured(`SIGSTOP: successor at work after ${Math.round(performance.now() - stoppedAt)} ms`);

    const cursorBefore = await world.stream('backfill-orders');
    sleeper.kill('SIGCONT');
    await until('it has noticed', () => /lease of a store was lost/.test(sleeper.output()));
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    await world.converged();
    expect((await world.stream('backfill-orders'))?.counts.read).toBeGreaterThanOrEqual(
      cursorBefore?.counts.read ?? 0,
    );
    // The slice that was under way came once more at most, from either of them.
    expect(sales().filter(({ writes }) => writes > 2)).toEqual([]);
    expect(sales().filter(({ writes }) => writes > 1).length).toBeLessThanOrEqual(100);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
    await successor.stop();
  });
});
