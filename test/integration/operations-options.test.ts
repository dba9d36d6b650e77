import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { defaultOptions, type Options } from '../../shared/settings.ts';
import { buildOrder } from '../../server/sync/mapping/fixtures.ts';
import { buildOrders, openBench, type Bench } from './operations-support.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench.close());

const options = (changes: Partial<Options>): Options => ({ ...defaultOptions, ...changes });
const billing = buildOrder().billing;

describe('saved options', () => {
  it.each([
    ['statuses', { countedStatuses: [5] }],
    ['amount', { amountBasis: 'order-total' as const }],
    ['guest orders', { guestOrders: 'skip' as const }],
  ])('another choice of %s has history read once more', async (name, changes) => {
    const hash = `counted${name.length}`;
    const store = await bench.runningStore(hash);
    await bench.operations.optionsSaved(store, defaultOptions, options(changes));
    expect(await bench.stream(hash, 'backfill-orders')).toMatchObject({
      cursor: null,
      nextRunAt: bench.time.now,
    });
    expect((await bench.stream(hash, 'backfill-customers'))?.cursor).toEqual({ at: 1 });
  });

  it('sales from before the start of history follow as well', async () => {
    const store = await bench.runningStore('older', { historyStart: new Date('2026-05-01T00:00:00Z') });
    const createdAt = new Date('2026-04-01T00:00:00Z');
    await bench.writeRecords('older', { id: '7', createdAt }, { id: '8' });
    await bench.writeRecords('older', {
      id: '9',
      createdAt,
      state: 'skipped',
      reason: 'before-history-start',
    });
    await bench.operations.optionsSaved(store, defaultOptions, options({ amountBasis: 'order-total' }));
    expect(await bench.changes('older')).toEqual(['order 7']);
  });

  it('that a crash kept from being followed are followed by the next sweep, once', async () => {
    await bench.runningStore('cut');
    await bench.saveSettings('cut', { options: { amountBasis: 'order-total', enrolSince: '2026-01-01' } });
    await bench.saveSettings('cut', { mapping: { channels: {}, locations: {}, fallback: 'Online' } });
    expect((await bench.db.settings.get('cut')).unapplied).toEqual({
      options: [defaultOptions],
      mapping: true,
    });
    expect((await bench.stream('cut', 'backfill-orders'))?.status).toBe('done');
    await bench.operations.sweepNow('cut');
    expect((await bench.stream('cut', 'backfill-orders'))?.nextRunAt).toEqual(bench.time.now);
    expect((await bench.stream('cut', 'enrol'))?.nextRunAt).toEqual(bench.time.now);
    expect((await bench.db.settings.get('cut')).unapplied).toEqual({ options: [], mapping: false });
    await bench.finish('cut', 'backfill-orders', 'enrol');
    await bench.operations.sweepNow('cut');
    expect((await bench.stream('cut', 'backfill-orders'))?.status).toBe('done');
  });

  it('that somebody changed once more meanwhile are still to be followed', async () => {
    const store = await bench.runningStore('twice');
    const first = options({ amountBasis: 'order-total' });
    await bench.saveSettings('twice', { options: first });
    await bench.saveSettings('twice', { options: { guestOrders: 'skip' } });
    await bench.operations.optionsSaved(store, defaultOptions, first);
    expect((await bench.db.settings.get('twice')).unapplied.options).toEqual([defaultOptions, first]);
  });

  it('that are taken back before all was followed are taken back in all that was', async () => {
    const store = await bench.runningStore('back');
    const first = options({ amountBasis: 'order-total', enrolSince: '2026-01-01', dynamicContent: true });
    await bench.saveSettings('back', { options: first });
    await bench.saveSettings('back', { options: defaultOptions });
    await bench.operations.optionsSaved(store, defaultOptions, first);
    await bench.finish('back', 'backfill-orders');
    await bench.operations.optionsSaved(store, first, defaultOptions);
    expect((await bench.stream('back', 'backfill-orders'))?.nextRunAt).toEqual(bench.time.now);
    expect((await bench.stream('back', 'enrol'))?.nextRunAt).toBeNull();
    expect((await bench.stream('back', 'catalogue'))?.nextRunAt).toEqual(bench.time.now);
    expect((await bench.db.settings.get('back')).unapplied.options).toEqual([]);
  });

  it('that are taken back by somebody whose save was not followed either are taken back by the next sweep', async () => {
    await bench.runningStore('gone');
    await bench.saveSettings('gone', { options: { amountBasis: 'order-total' } });
    await bench.saveSettings('gone', { options: defaultOptions });
    await bench.operations.sweepNow('gone');
    expect((await bench.stream('gone', 'backfill-orders'))?.nextRunAt).toEqual(bench.time.now);
    expect((await bench.db.settings.get('gone')).unapplied.options).toEqual([]);
  });

  it('that change nothing wake nothing, nor does the budget', async () => {
    const store = await bench.runningStore('same');
    await bench.operations.optionsSaved(store, defaultOptions, options({ historyBudgetPercent: 20 }));
    expect((await bench.stream('same', 'backfill-orders'))?.status).toBe('done');
    expect(await bench.stream('same', 'enrol')).toBeNull();
  });

  it('dates start enrolment and opt-ins, and no date ends them', async () => {
    const store = await bench.runningStore('dates');
    const both = options({ enrolSince: '2026-01-01', doubleOptInSince: '2026-01-01' });
    await bench.operations.optionsSaved(store, defaultOptions, both);
    for (const name of ['enrol', 'double-opt-in'] as const)
      expect((await bench.stream('dates', name))?.nextRunAt).toEqual(bench.time.now);
    await bench.operations.optionsSaved(store, both, defaultOptions);
    expect((await bench.stream('dates', 'enrol'))?.nextRunAt).toBeNull();
    // It settles those who still wait to be asked, and ends.
    expect((await bench.stream('dates', 'double-opt-in'))?.nextRunAt).toEqual(bench.time.now);
  });

  it('contact sync starts now, keeps the instant of a save that named it, and ends', async () => {
    const store = await bench.runningStore('contacts');
    await bench.saveSettings('contacts', { options: { syncContacts: true } });
    await bench.operations.optionsSaved(store, defaultOptions, options({ syncContacts: true }));
    const since = bench.time.now;
    expect((await bench.db.settings.get('contacts')).syncContactsSince).toEqual(since);
    expect((await bench.stream('contacts', 'signups'))?.nextRunAt).toEqual(since);
    const { version } = await bench.db.settings.get('contacts');
    bench.time.now = new Date(since.getTime() + 60_000);
    const named = options({ syncContacts: true, birthDateField: 'Birthday' });
    await bench.operations.optionsSaved(store, options({ syncContacts: true }), named);
    expect(await bench.db.settings.get('contacts')).toMatchObject({ syncContactsSince: since, version });
    expect((await bench.stream('contacts', 'backfill-customers'))?.cursor).toBeNull();
    await bench.saveSettings('contacts', { options: { syncContacts: false } });
    await bench.operations.optionsSaved(store, named, defaultOptions);
    expect((await bench.db.settings.get('contacts')).syncContactsSince).toBeNull();
    expect((await bench.stream('contacts', 'signups'))?.nextRunAt).toBeNull();
  });

  it('dynamic content starts the catalogue, and has it settle what waits in the end', async () => {
    const store = await bench.runningStore('dynamic');
    await bench.operations.optionsSaved(store, defaultOptions, options({ dynamicContent: true }));
    expect((await bench.stream('dynamic', 'catalogue'))?.nextRunAt).toEqual(bench.time.now);
    await bench.finish('dynamic', 'catalogue');
    await bench.operations.optionsSaved(store, options({ dynamicContent: true }), defaultOptions);
    expect((await bench.stream('dynamic', 'catalogue'))?.nextRunAt).toEqual(bench.time.now);
  });

  it('before "Send the rest" start nothing', async () => {
    const store = await bench.installStore('notyet');
    await bench.operations.optionsSaved(store, defaultOptions, options({ enrolSince: '2026-01-01' }));
    expect(await bench.db.streams.list('notyet')).toEqual([]);
  });
});

describe('previewing options', () => {
  it('counts each shopper once, from the start of the day in the store’s zone', async () => {
    const store = await bench.installStore('shoppers');
    const may = (hour: string) => new Date(`2026-05-01T${hour}:00Z`);
    bench.bigcommerce.orders = [
      buildOrder({ id: 1, customerId: 1, createdAt: may('03:59') }),
      buildOrder({ id: 2, customerId: 2, createdAt: may('04:00') }),
      buildOrder({ id: 3, customerId: 2, createdAt: may('05:00') }),
      buildOrder({ id: 4, customerId: 3, createdAt: may('05:00'), billing: { ...billing, phone: '030 12' } }),
      buildOrder({
        id: 5,
        customerId: 4,
        createdAt: may('05:00'),
        billing: { ...billing, phone: '', email: '' },
      }),
      buildOrder({ id: 6, customerId: 5, createdAt: may('05:00'), statusId: 5 }),
      buildOrder({ id: 7, customerId: 0, createdAt: may('05:00') }),
      buildOrder({ id: 8, customerId: 0, createdAt: may('06:00') }),
    ];
    const preview = await bench.operations.previewOptions(
      store,
      options({ enrolSince: '2026-05-01', doubleOptInSince: '2026-05-01' }),
    );
    const counted = { shoppers: 4, withoutContact: 1, withoutUsablePhone: 2, mayLose: 0, partial: false };
    expect(preview).toEqual({ enrol: counted, doubleOptIn: counted });
  });

  it('tells who would lose by a later date, by no date, and by statuses that count no more', async () => {
    const store = await bench.installStore('losers');
    await bench.saveSettings('losers', {
      options: { enrolSince: '2026-05-01', doubleOptInSince: '2026-05-01', countedStatuses: [10, 11] },
    });
    bench.bigcommerce.orders = [
      buildOrder({ id: 1, customerId: 1, createdAt: new Date('2026-05-02T12:00:00Z') }),
      buildOrder({ id: 2, customerId: 2, createdAt: new Date('2026-05-20T12:00:00Z') }),
      buildOrder({ id: 3, customerId: 2, createdAt: new Date('2026-05-02T12:00:00Z') }),
      buildOrder({ id: 4, customerId: 3, createdAt: new Date('2026-05-20T12:00:00Z'), statusId: 10 }),
      buildOrder({
        id: 5,
        customerId: 4,
        createdAt: new Date('2026-05-02T12:00:00Z'),
        billing: { ...billing, phone: '' },
      }),
    ];
    const later = options({ enrolSince: '2026-05-10', doubleOptInSince: null, countedStatuses: [11] });
    expect(await bench.operations.previewOptions(store, later)).toMatchObject({
      enrol: { shoppers: 1, mayLose: 3 },
      doubleOptIn: { shoppers: 0, mayLose: 3 },
    });
  });

  it('reads every page once, and asks nobody without a date', async () => {
    const store = await bench.installStore('pages');
    bench.bigcommerce.orders = buildOrders(499, new Date('2026-05-10T00:00:00Z'), 1000);
    bench.bigcommerce.calls.listOrders = [];
    const { enrol } = await bench.operations.previewOptions(store, options({ enrolSince: '2026-05-01' }));
    expect(enrol).toMatchObject({ shoppers: 499, partial: false });
    expect(bench.bigcommerce.calls.listOrders).toHaveLength(2);
    await bench.operations.previewOptions(store, defaultOptions);
    expect(bench.bigcommerce.calls.listOrders).toHaveLength(2);
  });
});
