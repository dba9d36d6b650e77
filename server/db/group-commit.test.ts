import { describe, expect, it } from 'vitest';
import { createGroupCommit } from './group-commit.ts';

/** Writes that end when the test says so. */
function heldWrites() {
  const writes: { items: number[]; end(): void; fail(error: Error): void }[] = [];
  const write = (items: number[]) =>
    new Promise<void>((end, fail) => {
      writes.push({ items, end, fail });
    });
  return { writes, write };
}

describe('group commit', () => {
  it('writes a lone call at once and gathers those that come meanwhile', async () => {
    const { writes, write } = heldWrites();
    const commit = createGroupCommit(write, 3);
    const calls = [commit([1]), commit([2]), commit([3]), commit([4, 5])];
    expect(writes.map(({ items }) => items)).toEqual([[1]]);
    writes[0]?.end();
    await calls[0];
    await expect.poll(() => writes[1]?.items).toEqual([2, 3]);
    writes[1]?.end();
    await expect.poll(() => writes[2]?.items).toEqual([4, 5]);
    writes[2]?.end();
    await Promise.all(calls);
  });

  it('writes a call that is larger than a batch in one piece', async () => {
    const { writes, write } = heldWrites();
    const call = createGroupCommit(write, 2)([1, 2, 3]);
    expect(writes[0]?.items).toEqual([1, 2, 3]);
    writes[0]?.end();
    await call;
  });

  it('tells everybody who waits when a write fails, and goes on afterwards', async () => {
    const { writes, write } = heldWrites();
    const commit = createGroupCommit(write, 10);
    const calls = Promise.allSettled([commit([1]), commit([2])]);
    writes[0]?.fail(new Error('down'));
    expect((await calls).map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    const later = commit([3]);
    expect(writes[1]?.items).toEqual([3]);
    writes[1]?.end();
    await later;
  });
});
