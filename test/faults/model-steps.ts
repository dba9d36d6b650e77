import fc from 'fast-check';
import type { Failure as AiqFailure } from '../sandbox/aiq/index.ts';
import type { Failure as BigcommerceFailure } from '../sandbox/bigcommerce/api/index.ts';

/** One thing that happens to a store, or to the way to it. */
export type Step =
  | { do: 'place'; guest: boolean }
  | { do: 'status'; order: number; to: number }
  | { do: 'refund'; order: number; how: 'full' | 'part' }
  | { do: 'edit'; order: number; quantity: number }
  /** Each has a number of their own: AIQ takes two persons with one phone for one person. */
  | { do: 'customer'; which: number; phone: '' | 'of their own' | 'none'; firstName: string }
  | { do: 'newsletter'; which: number; isWanted: boolean }
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
export const anyStep: fc.Arbitrary<Step> = fc.oneof(
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
    weight: 2,
    arbitrary: fc.record({
      do: fc.constant('customer'),
      which: fc.nat({ max: 10 }),
      phone: fc.constantFrom('' as const, 'of their own' as const, 'none' as const),
      firstName: fc.constantFrom('Ada', 'Zoë'),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      do: fc.constant('newsletter'),
      which: fc.nat({ max: 10 }),
      isWanted: fc.boolean(),
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
