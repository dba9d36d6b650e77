import { describe, expect, it, vi } from 'vitest';
import type { Overview } from '../../shared/views/overview.ts';
import { createOverviewFeed } from './overview-feed.ts';

const times = { lookMs: 5, share: 1, quietMs: 20 };

/** The overview of a store, as far as the feed cares. */
function buildOverview(lagSeconds: number): Overview {
  return { lagSeconds, at: new Date().toISOString() } as Overview; // the feed compares and passes on
}

async function nextChange(watched: AsyncGenerator<string | null>): Promise<unknown> {
  for (;;) {
    const { value, done } = await watched.next();
    if (done === true) return 'ended';
    if (value !== null) return (JSON.parse(value) as Overview).lagSeconds;
  }
}

describe('the feed of overviews', () => {
  it('looks once for all who watch a store, and says only what changed', async () => {
    let lag = 1;
    const read = vi.fn(async () => buildOverview(lag));
    const feed = createOverviewFeed(read, times);
    const end = new AbortController();
    const watchers = [feed.watch('abc', end.signal), feed.watch('abc', end.signal)];
    expect(await Promise.all(watchers.map(nextChange))).toEqual([1, 1]);
    lag = 2;
    expect(await Promise.all(watchers.map(nextChange))).toEqual([2, 2]);
    const looks = read.mock.calls.length;
    await expect.poll(() => read.mock.calls.length).toBeGreaterThan(looks);
    end.abort();
    expect(await Promise.all(watchers.map(nextChange))).toEqual(['ended', 'ended']);
  });

  it('says that nothing changed, and stops looking when nobody watches', async () => {
    const read = vi.fn(async () => buildOverview(1));
    const feed = createOverviewFeed(read, times);
    const end = new AbortController();
    const watched = feed.watch('abc', end.signal);
    expect(await nextChange(watched)).toBe(1);
    expect(await watched.next()).toEqual({ value: null, done: false });
    await watched.return(null);
    const looks = vi.fn(() => read.mock.calls.length);
    await expect
      .poll(() => (looks(), looks.mock.results.slice(-4).map(({ value }) => value as number)))
      .toSatisfy((last: number[]) => last.length === 4 && new Set(last).size === 1);
  });

  it('hands a failure to everybody, and looks anew for who comes later', async () => {
    const read = vi
      .fn<() => Promise<Overview>>()
      .mockRejectedValueOnce(new Error('no database'))
      .mockImplementation(async () => buildOverview(3));
    const feed = createOverviewFeed(read, times);
    const { signal } = new AbortController();
    await expect(feed.watch('abc', signal).next()).rejects.toThrow('no database');
    const later = feed.watch('abc', signal);
    expect(await nextChange(later)).toBe(3);
    await later.return(null);
  });

  it('keeps stores apart, and refuses the fifty-first window of one', async () => {
    const feed = createOverviewFeed(async (store) => buildOverview(store === 'abc' ? 1 : 2), times);
    const open = (store: string) => feed.watch(store, new AbortController().signal);
    const many = Array.from({ length: 50 }, () => open('abc'));
    await Promise.all(many.map(nextChange));
    await expect(open('abc').next()).rejects.toMatchObject({ code: 'too-many-requests' });
    const other = open('other');
    expect(await nextChange(other)).toBe(2);
    await Promise.all([...many, other].map((watched) => watched.return(null)));
  });
});
