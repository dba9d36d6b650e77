import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { demoAccount } from '../sandbox/aiq/demo-account.ts';
import { measured } from '../support/measured.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

/** Restart, lease that has to run out, and the first look of the new instance; promised are 45 s. */
const resumesWithinMs = 45_000;

describe('a process that dies or stops in the middle of its work', () => {
  let world: World;
  beforeEach(async () => {
    world = await openWorld({
      stores: [{ hash: 'demo123', size: { orders: 2_000, customers: 100, products: 12 } }],
    });
  });
  afterEach(() => world.close());

  const sales = () => [...world.sandbox.aiq.state(demoAccount.uid).sales()];
  const mostWrites = () => Math.max(...sales().map(({ writes }) => writes));

  /** Installed, set up, and history on its way at a speed that leaves time for the blow. */
  async function inTheMiddleOfHistory(): Promise<void> {
    world.sandbox.aiq.setSwitches({ latencyMs: 150 });
    await world.begin();
    await until('some of history is there', async () => {
      const stream = await world.stream('backfill-orders');
      expect(stream?.status).not.toBe('done');
      return sales().length > 250 && stream?.status === 'running';
    });
  }

  it('goes on within 45 s of kill -9, with the same end and nothing doubled', async () => {
    const first = await world.startProcess();
    await inTheMiddleOfHistory();
    first.kill('SIGKILL');
    await first.ended;
    const killedAt = performance.now();
    const before = await world.stream('backfill-orders');
    const { saleWrites } = world.sandbox.aiq.totals(demoAccount.uid);

    await world.startProcess();
    await until(
      'work goes on',
      () => world.sandbox.aiq.totals(demoAccount.uid).saleWrites > saleWrites,
      resumesWithinMs,
    );
    const resumedAfterMs = performance.now() - killedAt;
    expect(resumedAfterMs).toBeLessThan(resumesWithinMs);
    measured(`kill -9: work resumed after ${Math.round(resumedAfterMs)} ms`);
    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    await world.converged();

    // The slice that was under way came again, as the same upserts, and nothing else.
    expect(mostWrites()).toBeLessThanOrEqual(2);
    expect(sales().filter(({ writes }) => writes > 1).length).toBeLessThanOrEqual(100);
    const after = await world.stream('backfill-orders');
    expect(after?.counts.read).toBeGreaterThanOrEqual(before?.counts.read ?? 0);
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });

  it('stops within 25 s of SIGTERM and gives its lease back, so that the next goes on at once', async () => {
    const first = await world.startProcess();
    await inTheMiddleOfHistory();
    // Slow, so that there is something left to do when the other one is there.
    world.sandbox.aiq.setSwitches({ latencyMs: 2_000 });
    const second = await world.startProcess({ beside: true });
    expect((await world.stream('backfill-orders'))?.status).toBe('running');
    const from = performance.now();
    expect(await first.stop()).toBe(0);
    const stoppedAfterMs = performance.now() - from;
    expect(stoppedAfterMs).toBeLessThan(25_000);

    world.sandbox.aiq.setSwitches({ latencyMs: 0 });
    const { saleWrites } = world.sandbox.aiq.totals(demoAccount.uid);
    const takenOverAfterMs = await until(
      'the second instance goes on',
      () => world.sandbox.aiq.totals(demoAccount.uid).saleWrites > saleWrites,
      15_000,
    );
    measured(
      `SIGTERM: ended after ${Math.round(stoppedAfterMs)} ms, successor after ${Math.round(takenOverAfterMs)} ms more`,
    );
    await world.converged();
    expect(mostWrites()).toBe(1);
    await second.stop();
    expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
  });
});
