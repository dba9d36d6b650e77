import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AiqClient } from '../../server/aiq/types.ts';
import { hookScopes } from '../../server/bigcommerce/hook-scopes.ts';
import { UpstreamError, type UpstreamFailure, type UpstreamService } from '../../server/upstream/errors.ts';
import { superviseHooks } from '../../server/sync/hook-supervisor.ts';
import { demoAccount } from '../sandbox/aiq/index.ts';
import { openSyncBench, type SyncBench } from './sync-support.ts';

const patience = { timeout: 120_000, interval: 50 };

function refusal(service: UpstreamService, path: string): UpstreamError {
  return new UpstreamError({ service, failure: 'rejected', message: 'refused', method: 'POST', path });
}

describe('options', () => {
  let bench: SyncBench;

  beforeEach(async () => {
    bench = await openSyncBench({ size: { orders: 150, customers: 40, products: 12 } });
    await bench.startSync();
    bench.engine.start();
    for (const name of ['backfill-orders', 'backfill-customers'] as const) {
      await expect.poll(async () => (await bench.stream(name))?.status, patience).toBe('done');
    }
    bench.sandbox.aiq.flush();
  });
  afterEach(() => bench.close());

  const aiq = () => bench.sandbox.aiq.state(demoAccount.uid);

  /** Some of AIQ's answers to the app, instead of the simulated ones. */
  function replaceInAiq(change: (client: AiqClient) => Partial<AiqClient>): void {
    const { syncDeps } = bench.context;
    const aiqFor = syncDeps.aiqFor.bind(syncDeps);
    syncDeps.aiqFor = (store, signal) => {
      const client = aiqFor(store, signal);
      return client && { ...client, ...change(client) };
    };
  }

  async function untilPassed(name: 'enrol' | 'double-opt-in' | 'catalogue' | 'signups'): Promise<void> {
    await expect
      .poll(async () => {
        const row = await bench.stream(name);
        return row?.startedAt !== null && row?.status === 'waiting' && row.error === null;
      }, patience)
      .toBe(true);
    bench.sandbox.aiq.flush();
  }

  it('enrol shoppers, and ask each phone for one double opt-in, never forced, never again', async () => {
    await bench.setOptions({ enrolSince: '2020-01-01', doubleOptInSince: '2020-01-01' });
    await untilPassed('enrol');
    await untilPassed('double-opt-in');
    const { members, texts, forcedOptIns } = bench.sandbox.aiq.totals(demoAccount.uid);
    expect(members).toBeGreaterThan(10);
    expect(forcedOptIns).toBe(0);
    const asked = await bench.context.db.consents.count(bench.hash);
    expect(asked).toBeGreaterThan(10);
    expect(texts).toBeLessThanOrEqual(asked);

    await bench.setOptions({ doubleOptInSince: '2020-01-02' });
    await untilPassed('double-opt-in');
    expect(bench.sandbox.aiq.totals(demoAccount.uid)).toMatchObject({ texts, forcedOptIns: 0 });
  });

  it('ask again whom AIQ surely was not asked for, and never whom it may have been', async () => {
    const { db } = bench.context;
    const calls = new Map<string, number>();
    const failures: UpstreamFailure[] = ['throttled', 'timeout'];
    replaceInAiq((client) => ({
      async requestDoubleOptIn(phone) {
        calls.set(phone, (calls.get(phone) ?? 0) + 1);
        const failure = failures.shift();
        if (failure === undefined) return client.requestDoubleOptIn(phone);
        throw new UpstreamError({ service: 'aiq', failure, message: failure, method: 'PUT', path: '/optin' });
      },
    }));
    await bench.setOptions({ doubleOptInSince: '2020-01-01' });
    await untilPassed('double-opt-in');
    // The refused one was asked for twice, the unclear one only once and for good.
    expect([...calls.values()].filter((times) => times > 1)).toEqual([2]);
    expect(await db.consents.listUnsettled(bench.hash, new Date())).toHaveLength(1);
    // Two customers with one e-mail are one person in AIQ, which does not know the phone of the other.
    const unknown = await db.records.listKeys(bench.hash, { kind: 'opt-in', state: 'waiting' }, 10);
    expect(calls.size).toBe((await db.consents.count(bench.hash)) + unknown.length);
  });

  it('enrol whom AIQ refused once somebody asks for it again', async () => {
    const { db } = bench.context;
    let refused = 0;
    replaceInAiq((client) => ({
      async enrol(persona) {
        if (refused > 0) return client.enrol(persona);
        refused += 1;
        throw refusal('aiq', '/api/v2/loyalty');
      },
    }));
    await bench.setOptions({ enrolSince: '2020-01-01' });
    await untilPassed('enrol');
    const parked = () => db.records.listKeys(bench.hash, { kind: 'enrolment', state: 'parked' }, 10);
    const [key] = await parked();
    if (key === undefined) throw new Error('nobody was refused');
    await bench.operations.retryRecord(await bench.store(), key);
    await expect
      .poll(async () => (await db.records.getMany(bench.hash, [key]))[0]?.state, { timeout: 10_000 })
      .toBe('sent');
  });

  it('make a customer of a sign-up that BigCommerce refused once somebody asks for it again', async () => {
    const { syncDeps, db } = bench.context;
    let creations = 0;
    const bigcommerceFor = syncDeps.bigcommerceFor.bind(syncDeps);
    const found = {
      contactId: 'form-1',
      srcId: null,
      email: 'form@example.com',
      mobilePhone: '',
      firstName: 'Form',
      lastName: 'Filler',
      source: 'AIQ Loyalty',
      insertedAt: new Date(Date.now() + 60_000),
    };
    replaceInAiq(() => ({ listPersonas: async () => Promise.resolve({ personas: [found], total: 1 }) }));
    syncDeps.bigcommerceFor = (store, lane, signal) => {
      const client = bigcommerceFor(store, lane, signal);
      return {
        ...client,
        async createCustomer(customer) {
          creations += 1;
          if (creations > 1) return client.createCustomer(customer);
          throw refusal('bigcommerce', '/v3/customers');
        },
      };
    };
    await bench.setOptions({ syncContacts: true });
    await untilPassed('signups');
    const key = { kind: 'signup', id: 'form-1' } as const;
    const state = async () => (await db.records.getMany(bench.hash, [key]))[0]?.state;
    expect(await state()).toBe('parked');
    await bench.operations.retryReason(await bench.store(), 'unreadable');
    await expect.poll(state, { timeout: 10_000 }).toBe('sent');
    expect(creations).toBe(2);
  });

  it('keep the catalogue in AIQ, and withdraw a deleted product', async () => {
    await bench.setOptions({ dynamicContent: true });
    await untilPassed('catalogue');
    expect(aiq().inventory().length).toBeGreaterThan(5);
    const [record] = (
      await bench.context.db.records.search(
        bench.hash,
        { kind: 'product', state: 'sent' },
        { limit: 1, cursor: null },
      )
    ).rows;
    const id = Number(record?.id);
    bench.sandbox.bigcommerce.store(bench.hash).actions.deleteProduct(id);
    await bench.context.db.changes.note([{ store: bench.hash, kind: 'product', id: String(id) }], new Date());
    await expect
      .poll(async () => {
        const key = { kind: 'product' as const, id: String(id) };
        return (await bench.context.db.records.getMany(bench.hash, [key]))[0]?.reason;
      }, patience)
      .toBe('withdrawn');
  });

  it('without dynamic content send no product, though a save of a moment before still started the catalogue', async () => {
    const now = new Date();
    await bench.context.db.streams.reset(bench.hash, 'catalogue', { total: null, nextRunAt: now, now });
    bench.engine.nudge(bench.hash);
    await expect
      .poll(async () => (await bench.stream('catalogue'))?.updatedAt.getTime(), patience)
      .toBeGreaterThan(now.getTime());
    bench.sandbox.aiq.flush();
    expect(aiq().inventory()).toHaveLength(0);
    expect((await bench.stream('catalogue'))?.nextRunAt).toBeNull();
  });

  it('without dynamic content let no product wait for another try', async () => {
    const { records } = bench.context.db;
    bench.sandbox.aiq.setSwitches({ poison: [{ field: 'name', contains: '' }] });
    const waiting = () => records.listKeys(bench.hash, { kind: 'product', state: 'waiting' }, 100);
    await bench.setOptions({ dynamicContent: true });
    await expect.poll(waiting, patience).not.toEqual([]);
    await bench.setOptions({ dynamicContent: false });
    await expect.poll(waiting, patience).toEqual([]);
    const settled = { kind: 'product', state: 'skipped', reason: 'dynamic-content-off' } as const;
    const [key] = await records.listKeys(bench.hash, settled, 1);
    const [row] = key === undefined ? [] : await records.getMany(bench.hash, [key]);
    expect(row).toMatchObject({ hash: null, nextAttemptAt: null });
  });

  it('without contact sync let no customer wait for another try, whom AIQ has as before', async () => {
    const { db } = bench.context;
    const id = [...bench.sandbox.bigcommerce.store(bench.hash).oracle.customers()][0]?.id ?? 0;
    const key = { kind: 'customer', id: String(id) } as const;
    const row = async () => (await db.records.getMany(bench.hash, [key]))[0];
    await bench.setOptions({ syncContacts: true });
    await untilPassed('signups');
    const known = await row();
    expect(known).toMatchObject({ state: 'sent' });
    if (known === undefined) throw new Error('the customer has no record');
    const lease = await vi.waitFor(async () => {
      const taken = await db.leases.acquire(bench.hash, 'a run that AIQ refused', 30_000);
      if (taken === null) throw new Error('the store is at work');
      return taken;
    }, patience);
    const dueAt = new Date();
    const sourceAt = new Date(0);
    const refused = {
      ...known,
      sourceAt,
      state: 'waiting',
      reason: 'retrying',
      nextAttemptAt: dueAt,
    } as const;
    await db.records.writeMany(bench.hash, [refused], lease.token, dueAt);
    await db.leases.release(lease);
    await bench.setOptions({ syncContacts: false });
    await db.streams.wake(bench.hash, 'live', dueAt);
    bench.engine.nudge(bench.hash);
    await expect.poll(row, { timeout: 15_000 }).toMatchObject({
      state: 'sent',
      reason: 'accepted',
      nextAttemptAt: null,
      hash: known.hash,
    });
  });

  it('follow customers once contact sync is on', async () => {
    await bench.setOptions({ syncContacts: true });
    await untilPassed('signups');
    const { oracle, actions } = bench.sandbox.bigcommerce.store(bench.hash);
    const id = [...oracle.customers()][0]?.id ?? 0;
    await expect
      .poll(() => Date.now() - 1_000, patience)
      .toBeGreaterThan((await bench.context.db.settings.get(bench.hash)).syncContactsSince?.getTime() ?? 0);
    actions.updateCustomer(id, { firstName: 'Renamed' });
    await bench.context.db.changes.note(
      [{ store: bench.hash, kind: 'customer', id: String(id) }],
      new Date(),
    );
    bench.engine.nudge(bench.hash);
    await expect
      .poll(() => {
        bench.sandbox.aiq.flush();
        return aiq().persona({ srcID: `bc-${bench.hash}-${id}` })?.['firstName'];
      }, patience)
      .toBe('Renamed');
  });

  it('hooks that are missing or switched off are repaired, and the sweeps look for what they missed', async () => {
    const { syncDeps } = bench.context;
    const input = { appUrl: 'https://app.example.com', hookSecret: 'secret', scopes: hookScopes };
    expect((await superviseHooks(syncDeps, await bench.store(), input)).repaired).toEqual([...hookScopes]);
    expect((await superviseHooks(syncDeps, await bench.store(), input)).repaired).toEqual([]);
    const bigcommerce = syncDeps.bigcommerceFor(await bench.store(), 'panel');
    const [first, second] = await bigcommerce.listHooks();
    await bigcommerce.deleteHook(first?.id ?? 0);
    await bigcommerce.updateHook(second?.id ?? 0, { isActive: false });
    const { repaired } = await superviseHooks(syncDeps, await bench.store(), input);
    expect(repaired.sort()).toEqual([first?.scope, second?.scope].sort());
    const problems = await bench.context.db.problems.listOpen(bench.hash);
    expect(problems.map(({ code }) => code)).toContain('webhooks-repaired');
  });

  it('hooks that BigCommerce lists as good and whose webhooks get lost are made anew, once', async () => {
    const { syncDeps, db } = bench.context;
    const input = { appUrl: 'https://app.example.com', hookSecret: 'secret', scopes: hookScopes };
    // Its sweeps have heard of no loss.
    await bench.engine.stop();
    const supervise = async () => (await superviseHooks(syncDeps, await bench.store(), input)).repaired;
    await supervise();
    const bigcommerce = syncDeps.bigcommerceFor(await bench.store(), 'panel');
    const before = (await bigcommerce.listHooks()).map(({ id }) => id);
    await db.problems.raise(bench.hash, 'webhooks-lost', '', {}, new Date());
    expect(await supervise()).toEqual([...hookScopes]);
    const anew = (await bigcommerce.listHooks()).map(({ id }) => id);
    expect(anew).toHaveLength(hookScopes.length);
    expect(anew.filter((id) => before.includes(id))).toEqual([]);
    // Nobody need hear of it; what gets lost is told until it arrives.
    expect((await db.problems.listOpen(bench.hash)).map(({ code }) => code)).toEqual(['webhooks-lost']);
    expect(await supervise()).toEqual([]);
  });

  it('hooks that went with an uninstalled app are made again without alarm, and the sweeps look for what was missed', async () => {
    const { syncDeps, db } = bench.context;
    const input = { appUrl: 'https://app.example.com', hookSecret: 'secret', scopes: hookScopes };
    await superviseHooks(syncDeps, await bench.store(), input);
    const { tokenSealed, scopes, owner, hookSecretSealed } = await bench.store();
    const bigcommerce = syncDeps.bigcommerceFor(await bench.store(), 'panel');
    for (const { id } of await bigcommerce.listHooks()) await bigcommerce.deleteHook(id);
    const now = new Date();
    await db.stores.install({
      ...{ hash: bench.hash, tokenSealed: tokenSealed ?? '', scopes, owner, hookSecretSealed },
      now,
    });
    const { repaired } = await superviseHooks(syncDeps, await bench.store(), input);
    expect(repaired).toHaveLength(hookScopes.length);
    expect(await db.problems.listOpen(bench.hash)).toEqual([]);
    await expect
      .poll(async () => (await bench.store()).lastSweepAt?.getTime() ?? 0, patience)
      .toBeGreaterThan(now.getTime());
  });
});
