import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { planReads } from './plan-reads.ts';

describe('planReads', () => {
  it('asks for a few orders one by one', () => {
    expect(planReads([7, 5, 6, 5])).toEqual([5, 6, 7].map((id) => ({ minId: null, limit: 1, ids: [id] })));
  });

  it('asks for orders that lie close together as a page that ends with the last of them', () => {
    const ids = Array.from({ length: 11 }, (_, index) => 100 + 2 * index);
    expect(planReads(ids)).toEqual([{ minId: 100, limit: 21, ids }]);
  });

  it('misses none, whatever the ids, and no page is larger than BigCommerce gives', () => {
    const anyIds = fc.array(fc.integer({ min: 1, max: 2_000 }), { maxLength: 300 });
    fc.assert(
      fc.property(anyIds, (ids) => {
        const reads = planReads(ids);
        const all = reads.flatMap((read) => read.ids);
        expect(all).toEqual([...new Set(ids)].sort((a, b) => a - b));
        for (const { minId, limit, ids: asked } of reads) {
          expect(limit).toBeLessThanOrEqual(250);
          expect(Math.max(...asked)).toBeLessThan((minId ?? asked[0] ?? 0) + limit);
        }
      }),
    );
  });
});
