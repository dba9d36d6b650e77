import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { RunningServer } from '../../server/start.ts';
import type { Failure as AiqFailure } from '../sandbox/aiq/index.ts';
import type { Failure as BigcommerceFailure } from '../sandbox/bigcommerce/api/index.ts';
import { faultRuns, faultSeed } from '../support/fault-seed.ts';
import { until } from '../support/until.ts';
import { openWorld, type World } from '../support/world.ts';

/*
 * Anything may happen to two stores, in any order, with faults on all sides; then the faults end, two sweeps pass, and
 * everything has to be as the stores' own numbers say. FAULT_RUNS=200 makes it long, FAULT_SEED=… repeats a run.
 */
const runs = faultRuns ?? 4;
const seed = faultSeed ?? 20_260_301;
const hashes = ['alpha1', 'beta2'] as const;

type Step =
  | { do: 'place'; guest: boolean }
  | { do: 'status'; order: number; to: number }
  | { do: 'refund'; order: number; how: 'full' | 'part' }
  | { do: 'edit'; order: number; quantity: number }
  | { do: 'customer'; which: number; phone: string }
  | { do: 'hooks'; lossShare: number; duplicateShare: number; reorderShare: number }
  | { do: 'aiq'; failWith: AiqFailure }
  | { do: 'bigcommerce'; failWith: BigcommerceFailure }
  | { do: 'stale' }
  | { do: 'time'; seconds: number }
  | { do: 'work' }
  | { do: 'sweep' }
  | { do: 'restart' };

const order = fc.nat({ max: 60 });
const share = fc.constantFrom(0, 0.3, 1);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constant('place'), guest: fc.boolean() }) },
  {
    weight: 4,
    arbitrary: fc.record({
      do: fc.constant('status'),
      order,
      to: fc.constantFrom(1, 2, 3, 5, 6, 7, 8, 9, 10, 11, 12, 13),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant('refund'),
      order,
      how: fc.constantFrom('full' as const, 'part' as const),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constant('edit'), order, quantity: fc.integer({ min: 1, max: 5 }) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('customer'),
      which: fc.nat({ max: 10 }),
      phone: fc.constantFrom('', '+1 303 555 0123', 'none'),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('hooks'),
      lossShare: share,
      duplicateShare: share,
      reorderShare: share,
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('aiq'),
      failWith: fc.constantFrom<AiqFailure[]>(
        '500',
        'html',
        'truncated',
        'data-null',
        'cut-after-accept',
        'reset',
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('bigcommerce'),
      failWith: fc.constantFrom<BigcommerceFailure[]>(
        '500',
        'html-200',
        'garbage',
        'truncated',
        'cut',
        '401',
      ),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('stale') }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('time'), seconds: fc.constantFrom(1, 10, 60, 400) }) },
  { weight: 4, arbitrary: fc.record({ do: fc.constant('work') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('sweep') }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('restart') }) },
);
const plan = fc.array(fc.tuple(fc.constantFrom(...hashes), step), { minLength: 15, maxLength: 40 });

let world: World;
let server: RunningServer;

beforeAll(async () => {
  const size = { orders: 60, customers: 20, products: 12 };
  world = await openWorld({ stores: hashes.map((hash) => ({ hash, size })) });
  server = await world.startInside();
  for (const hash of hashes) await world.begin(hash);
  for (const hash of hashes) await world.converged(hash);
});
afterAll(() => world.close());

/** Does one thing; what the store itself would refuse is left out. */
async function take(hash: string, what: Step): Promise<void> {
  const { sandbox } = world;
  const { actions, oracle } = sandbox.bigcommerce.store(hash);
  const customers = [...oracle.customers()];
  const orders = [...oracle.orders()].filter(({ statusId }) => statusId !== 0);
  const pick = (index: number) => orders[orders.length - 1 - (index % orders.length)];
  switch (what.do) {
    case 'place':
      actions.placeOrder({ customerId: what.guest ? 0 : (customers[0]?.id ?? 0) });
      break;
    case 'status':
      actions.setOrderStatus(pick(what.order)?.id ?? 0, what.to);
      break;
    case 'refund':
      leaveOut(() =>
        actions.refund(pick(what.order)?.id ?? 0, what.how === 'full' ? { full: true } : { amount: '1.00' }),
      );
      break;
    case 'edit': {
      const chosen = pick(what.order);
      const [line] = chosen?.lines ?? [];
      if (!chosen || !line || chosen.refunds.length > 0) break;
      leaveOut(() => actions.editOrder(chosen.id, { lineId: line.id, quantity: what.quantity }));
      break;
    }
    case 'customer': {
      const chosen = customers[what.which % customers.length];
      if (chosen) actions.updateCustomer(chosen.id, { phone: what.phone });
      break;
    }
    case 'hooks':
      sandbox.bigcommerce.hooks.switches.set({
        lossShare: what.lossShare,
        duplicateShare: what.duplicateShare,
        reorderShare: what.reorderShare,
      });
      break;
    case 'aiq':
      // Twice: more in a row open the circuit, which is waited for in real time.
      sandbox.aiq.setSwitches({ failWith: what.failWith, failTimes: 2 });
      break;
    case 'bigcommerce':
      sandbox.bigcommerce.api.setSwitches({ failWith: what.failWith, failTimes: 2 }, hash);
      break;
    case 'stale':
      sandbox.bigcommerce.api.setSwitches({ staleMs: 20_000, staleShare: 0.5 }, hash);
      break;
    case 'time':
      sandbox.clock.advance(what.seconds * 1_000);
      break;
    case 'work':
      await letWork(hash);
      break;
    case 'sweep':
      await world.wakeSweeps(hash);
      break;
    case 'restart':
      await server.close();
      server = await world.startInside();
      break;
  }
}

/** Until everything that was told is worked on, or cannot be for now. */
async function letWork(hash: string): Promise<void> {
  const from = performance.now();
  await until('the inbox is empty', async () => {
    const isEmpty = (await world.db.changes.count(hash)) === 0;
    return isEmpty || performance.now() - from > 500;
  });
}

/** The simulated store refuses what a real one refuses, such as a refund of more than is left. */
function leaveOut(act: () => unknown): void {
  try {
    act();
  } catch (error) {
    if (!(error instanceof Error) || !/refund|left|order/i.test(error.message)) throw error;
  }
}

async function heal(): Promise<void> {
  const { sandbox } = world;
  sandbox.aiq.resetSwitches();
  sandbox.bigcommerce.api.resetSwitches();
  for (const hash of hashes) sandbox.bigcommerce.api.resetSwitches(hash);
  sandbox.bigcommerce.hooks.switches.reset();
  for (let sweep = 1; sweep <= 2; sweep += 1) {
    // A token that was refused twice is taken as gone: then the merchant opens the app again.
    for (const hash of hashes) {
      if ((await world.db.stores.get(hash))?.bigcommerceState !== 'ok') await world.merchant(hash).install();
    }
    sandbox.clock.advance(90_000);
    await sandbox.deliveriesSettled();
    for (const hash of hashes) await world.wakeSweeps(hash);
    for (const hash of hashes) await world.sweepsEnded(hash);
  }
}

it(
  'whatever happens to two stores, their sales in AIQ are in the end what they sold',
  async () => {
    await fc.assert(
      fc.asyncProperty(plan, async (steps) => {
        for (const [hash, what] of steps) await take(hash, what);
        await heal();
        for (const hash of hashes) {
          await world.converged(hash, 60_000);
          const groups = await world.db.records.count(hash, null);
          expect(groups.filter(({ state }) => state === 'parked' || state === 'waiting')).toEqual([]);
        }
        expect(world.sandbox.judge()).toEqual({ isClean: true, findings: [] });
      }),
      { numRuns: runs, seed, endOnFailure: true },
    );
  },
  90_000 + runs * 60_000,
);
