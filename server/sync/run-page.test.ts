import { describe, expect, it } from 'vitest';
import type { AiqSale } from '../aiq/types.ts';
import { UpstreamError, type UpstreamFailure } from '../upstream/errors.ts';
import type { RecordKey, RecordWrite } from '../db/types/records.ts';
import { acceptedRow } from './outcome.ts';
import { unknownContent } from './mapping/content-hash.ts';
import { runPage, sliceSize } from './run-page.ts';
import { createStoreMemory } from './store-memory.ts';
import { keyText, type PageItem, type Task } from './task.ts';
import type { StoreWork } from './work.ts';

const at = (second: number): Date => new Date(Date.UTC(2026, 5, 1, 12, 0, second));

function buildTask(id: number, version: Date): Task {
  const sale: AiqSale = {
    posId: String(id),
    posUser: 'bc-demo-1',
    posType: 'Online',
    transactionDate: at(0),
    transactionTotal: '1.00',
    location: 'Online',
    lines: [],
  };
  return {
    kind: 'order',
    id: String(id),
    createdAt: at(0),
    sourceAt: version,
    parentId: null,
    channelId: 1,
    customerId: null,
    receivedAt: null,
    target: 'sale',
    mapped: {
      decision: 'send',
      reason: 'accepted',
      payload: sale,
      hash: `${id} at ${version.toISOString()}`,
      amount: '1.00',
      currency: 'USD',
      warnings: [],
      buyer: null,
    },
  };
}

function buildPage(orders: number): PageItem[] {
  return Array.from({ length: orders }, (_, id) => ({
    keys: [{ kind: 'order', id: String(id) }],
    toTasks: () => [buildTask(id, at(10))],
  }));
}

/** A store whose records are kept here, with a log of what happens to the slices of a page, by their numbers. */
function buildWork() {
  const records = new Map<string, RecordWrite>();
  const log: string[] = [];
  const sent: string[] = [];
  const sliceOf = (id: string | undefined): number => Math.floor(Number(id) / sliceSize);
  let send = async (_slice: number): Promise<void> => undefined;
  let write = async (_slice: number): Promise<void> => undefined;
  const fake = {
    hash: 'demo',
    settings: { options: { syncContacts: false } },
    memory: createStoreMemory(),
    lease: { token: 1, check: () => undefined, sending: { begin: async () => () => undefined } },
    problems: { raise: async () => undefined, resolve: async () => undefined },
    now: () => at(20),
    letLiveThrough: async (_ready: () => Promise<void>) => false,
    aiq: {
      async upsertSales(sales: AiqSale[]) {
        const slice = sliceOf(sales[0]?.posId);
        log.push(`send ${slice}`);
        await send(slice);
        log.push(`accepted ${slice}`);
        sent.push(...sales.map(({ posId }) => posId));
      },
    },
    deps: {
      crashPoint: () => undefined,
      db: {
        daily: { add: async () => undefined },
        streams: { wake: async () => undefined },
        records: {
          async getMany(_store: string, keys: RecordKey[]) {
            log.push(`read ${sliceOf(keys[0]?.id)}`);
            return keys.flatMap((key) => records.get(keyText(key)) ?? []);
          },
          async writeMany(_store: string, rows: RecordWrite[]) {
            const slice = sliceOf(rows[0]?.id);
            log.push(`write ${slice}`);
            await write(slice);
            for (const row of rows) records.set(keyText(row), row);
            log.push(`written ${slice}`);
            return true;
          },
        },
      },
    },
  };
  return {
    // Only what a page uses of it is there.
    work: fake as unknown as StoreWork,
    fake,
    records,
    log,
    sent,
    onSend: (hook: (slice: number) => Promise<void>) => void (send = hook),
    onWrite: (hook: (slice: number) => Promise<void>) => void (write = hook),
    until: (line: string) => expect.poll(() => log).toContain(line),
  };
}

describe('a page of several slices', () => {
  it('is read one slice ahead and written one slice behind, while AIQ works', async () => {
    const { work, log, onSend, onWrite, until } = buildWork();
    onSend(async (slice) => {
      // AIQ answers only once the neighbours are under way, or this waits for ever.
      if (slice < 2) await until(`read ${slice + 1}`);
      if (slice > 0) await until(`write ${slice - 1}`);
    });
    onWrite(async (slice) => {
      if (slice < 2) await until(`send ${slice + 1}`);
    });
    expect(await runPage(work, buildPage(3 * sliceSize))).toMatchObject({ read: 300, sent: 300 });
    // Never more than one slice without records.
    expect(log.indexOf('written 0')).toBeLessThan(log.indexOf('write 1'));
    expect(log.indexOf('accepted 1')).toBeLessThan(log.indexOf('write 1'));
    expect(log.at(-1)).toBe('written 2');
  });

  it('lets live changes through only when all that was sent has its record, and reads anew after them', async () => {
    const { work, fake, records, log, sent, onWrite } = buildWork();
    onWrite(() => new Promise((resolve) => setImmediate(resolve)));
    const newer = buildTask(250, at(15));
    fake.letLiveThrough = async (ready) => {
      if (!log.includes('accepted 1')) return false;
      await ready();
      log.push('live');
      records.set(keyText(newer), acceptedRow(newer, undefined, at(15), true));
      return true;
    };
    const counts = await runPage(work, buildPage(3 * sliceSize));
    expect(log.indexOf('written 1')).toBeLessThan(log.indexOf('live'));
    expect(log.filter((line) => line === 'read 2')).toHaveLength(2);
    expect(sent).not.toContain('250');
    expect(records.get(keyText(newer))?.sourceAt).toEqual(at(15));
    expect(counts).toMatchObject({ read: 300, sent: 300 });
  });

  it('knows in a slice that was read ahead what has become of the one before', async () => {
    const { work, sent } = buildWork();
    const page = buildPage(2 * sliceSize);
    const [first] = page;
    if (first === undefined) throw new Error('the page is empty');
    await runPage(work, [...page.slice(0, sliceSize), first, ...page.slice(sliceSize, -1)]);
    expect(sent.filter((posId) => posId === '0')).toHaveLength(1);
  });

  it('ends at once when records cannot be written', async () => {
    const { work, log, onWrite } = buildWork();
    const lost = new Error('the lease was lost');
    onWrite(async (slice) => {
      if (slice === 0) throw lost;
    });
    await expect(runPage(work, buildPage(3 * sliceSize))).rejects.toBe(lost);
    expect(log).not.toContain('send 2');
    expect(log).not.toContain('write 1');
  });

  it('leaves no write under way when it is ended between two slices', async () => {
    const { work, fake, log, onWrite } = buildWork();
    const closed = new Error('the gate has closed');
    onWrite(() => new Promise((resolve) => setImmediate(resolve)));
    fake.letLiveThrough = async () => {
      throw closed;
    };
    await expect(runPage(work, buildPage(2 * sliceSize))).rejects.toBe(closed);
    expect(log).toContain('written 0');
    expect(log).not.toContain('send 1');
  });
});

describe('a call that fails', () => {
  function failed(failure: UpstreamFailure): UpstreamError {
    return new UpstreamError({ service: 'aiq', failure, message: failure, method: 'POST', path: '/' });
  }
  const page = buildPage(4);

  /** A page was accepted in an older version, but for one order that was refused and one that is new. */
  async function failWith(failure: UpstreamFailure) {
    const bench = buildWork();
    const older = (id: number): RecordWrite => acceptedRow(buildTask(id, at(5)), undefined, at(5), true);
    const refused = {
      ...older(2),
      sourceAt: at(10),
      state: 'waiting',
      reason: 'retrying',
      attempts: 2,
      nextAttemptAt: at(15),
    } as const;
    for (const row of [older(0), older(1), refused]) bench.records.set(keyText(row), row);
    const before = new Map(bench.records);
    bench.onSend(() => Promise.reject(failed(failure)));
    await expect(runPage(bench.work, page, { force: true })).rejects.toMatchObject({ failure });
    return { ...bench, before };
  }

  it('leaves the records as they are when it was surely not carried out', async () => {
    const { records, before, log } = await failWith('throttled');
    expect(records).toEqual(before);
    expect(log).not.toContain('write 0');
  });

  it('leaves records that hold no content for certain, when it may have been carried out', async () => {
    const { records } = await failWith('timeout');
    const unknown = { state: 'waiting', reason: 'aiq-unavailable', hash: unknownContent };
    expect(records.get('order/0')).toMatchObject({
      ...unknown,
      sourceAt: at(10),
      amount: '1.00',
      sentAt: at(5),
    });
    expect(records.get('order/2')).toMatchObject({ ...unknown, attempts: 2, nextAttemptAt: at(15) });
    expect(records.get('order/3')).toMatchObject({ ...unknown, amount: null, sentAt: null });
  });

  it('is noted once, however often it is tried, and then all of it is sent', async () => {
    const { work, records, log, sent, onSend } = await failWith('timeout');
    await expect(runPage(work, page, { force: true })).rejects.toMatchObject({ failure: 'timeout' });
    expect(log.filter((line) => line === 'write 0')).toHaveLength(1);
    onSend(() => Promise.resolve());
    await runPage(work, page);
    expect(sent).toEqual(['0', '1', '2', '3']);
    expect([...records.values()].map(({ state }) => state)).toEqual(['sent', 'sent', 'sent', 'sent']);
  });
});
