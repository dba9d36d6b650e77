import { pino } from 'pino';
import { describe, expect, it } from 'vitest';
import type { StoreRow } from '../db/types/stores.ts';
import { eachStore } from './each-store.ts';

/** Ten thousand stores, read one after the other; tells how far the reading went. */
function createStores(count: number) {
  const state = { read: 0 };
  async function* list(): AsyncIterable<StoreRow> {
    for (; state.read < count; state.read += 1) {
      // Only the hash is looked at here.
      yield { hash: `s${state.read}` } as StoreRow;
    }
  }
  return { state, stores: list() };
}

const log = pino({ level: 'silent' });

describe('eachStore', () => {
  it('works on a few at a time and reads no further ahead', async () => {
    const { state, stores } = createStores(10_000);
    let underWay = 0;
    let most = 0;
    let done = 0;
    await eachStore({
      stores,
      due: () => true,
      atOnce: 4,
      signal: new AbortController().signal,
      log,
      job: 'test',
      work: async () => {
        underWay += 1;
        most = Math.max(most, underWay);
        expect(state.read - done).toBeLessThanOrEqual(5);
        await new Promise((resolve) => setImmediate(resolve));
        underWay -= 1;
        done += 1;
      },
    });
    expect({ most, done }).toEqual({ most: 4, done: 10_000 });
  });

  it('stops reading when it is told to, and waits for what is under way', async () => {
    const { state, stores } = createStores(10_000);
    const controller = new AbortController();
    let done = 0;
    await eachStore({
      stores,
      due: () => true,
      atOnce: 4,
      signal: controller.signal,
      log,
      job: 'test',
      work: async () => {
        await new Promise((resolve) => setImmediate(resolve));
        done += 1;
        if (done === 10) controller.abort();
      },
    });
    expect(done).toBeGreaterThanOrEqual(10);
    expect(state.read).toBeLessThan(20);
  });
});
