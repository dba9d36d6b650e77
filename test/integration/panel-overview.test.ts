import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { recordKinds } from '../../shared/sync.ts';
import { startPanelAtWork, type PanelAtWork } from './panel-at-work.ts';
import { upstreamError } from './panel-server.ts';

let panel: PanelAtWork;
let asked = { orders: 0, customers: 0 };
beforeEach(async () => {
  panel = await startPanelAtWork();
  asked = { orders: 0, customers: 0 };
  Object.assign(panel.bigcommerce, {
    countOrders: async () => {
      asked.orders += 1;
      return 4;
    },
    countCustomers: async () => {
      asked.customers += 1;
      return 2;
    },
  });
});
afterEach(() => panel.close());

describe('the overview', () => {
  const before = new Date('2026-02-20T00:00:00Z');

  it('accounts for every order: recorded, waiting as a change, and nothing left over', async () => {
    await panel.record([
      { id: '1', createdAt: before },
      { id: '2', createdAt: before, state: 'skipped', reason: 'incomplete-order' },
      { id: '3', createdAt: before, state: 'parked', reason: 'aiq-rejected' },
      { kind: 'customer', id: '5', createdAt: before },
      { kind: 'customer', id: '6', createdAt: before },
      { kind: 'refund', id: '1', parentId: '1', createdAt: before },
      { kind: 'guest', id: 'guest-a24a6b', createdAt: before },
    ]);
    await panel.db.changes.note([{ store: 'abc', kind: 'order', id: '4' }], panel.time.now);
    const { body } = await panel.as().get('/api/overview');
    const others = { waiting: 0, unread: 0, parked: 0, skipped: 0 };
    const row = { inBigcommerce: null, sent: 1, ...others, difference: null };
    expect(body.rows.slice(0, 4)).toEqual([
      {
        ...row,
        kind: 'order',
        inBigcommerce: 4,
        waiting: 1,
        unread: 1,
        parked: 1,
        skipped: 1,
        difference: 0,
      },
      { ...row, kind: 'refund' },
      { ...row, kind: 'customer', inBigcommerce: 2, sent: 2, difference: 0 },
      { ...row, kind: 'guest' },
    ]);
    expect(body.rows.map(({ kind }: { kind: string }) => kind).sort()).toEqual([...recordKinds].sort());
  });

  it('calls waiting what history has not read yet, and a difference what is missing afterwards', async () => {
    const { now } = panel.time;
    await panel.db.streams.reset('abc', 'backfill-orders', { total: 4, nextRunAt: now, now });
    await panel.record([{ id: '1', createdAt: before }]);
    const orders = async () => (await panel.as().get('/api/overview')).body.rows[0];
    expect(await orders()).toMatchObject({ sent: 1, waiting: 3, difference: 0 });
    await panel.finish('backfill-orders');
    expect(await orders()).toMatchObject({ sent: 1, waiting: 0, difference: 3 });
    expect((await panel.as().get('/api/overview')).body.health).toBe('attention');
  });

  it('asks BigCommerce once a minute, however many look, and counts what came since', async () => {
    await panel.record(['1', '2', '3', '4'].map((id) => ({ id, createdAt: before })));
    await panel.record([
      { kind: 'customer', id: '5', createdAt: before },
      { kind: 'customer', id: '6', createdAt: before },
    ]);
    await Promise.all([1, 2, 3].map(() => panel.as().get('/api/overview')));
    panel.later(20);
    await panel.record([{ id: '7', createdAt: new Date(panel.time.now.getTime() - 1000) }]);
    const { body } = await panel.as().get('/api/overview');
    expect(asked).toEqual({ orders: 1, customers: 1 });
    expect(body.rows[0]).toMatchObject({ inBigcommerce: 5, sent: 5, difference: 0 });
    expect(body.health).toBe('ok');
    panel.later(41);
    await panel.as().get('/api/overview');
    expect(asked).toEqual({ orders: 2, customers: 2 });
    await panel.as().post('/api/agreement');
    expect(panel.operations.checkAgreement).toHaveBeenCalledOnce();
    expect(asked).toEqual({ orders: 3, customers: 3 });
  });

  it('has no difference by what was created in the second in which BigCommerce was asked', async () => {
    const { now } = panel.time;
    await panel.record(['1', '2', '3', '4'].map((id) => ({ id, createdAt: before })));
    panel.time.now = new Date(now.getTime() + 700);
    await panel.as().get('/api/overview');
    panel.later(5);
    await panel.record(['5', '6'].map((id) => ({ id, createdAt: now })));
    const { body } = await panel.as().get('/api/overview');
    expect(asked.orders).toBe(1);
    expect(body.rows[0]).toMatchObject({ inBigcommerce: 6, sent: 6, difference: 0 });
  });

  it('is shown without BigCommerce’s counts when it does not answer, and asks nothing of a paused store', async () => {
    panel.bigcommerce.countOrders = () => Promise.reject(upstreamError('bigcommerce', 'timeout'));
    const { body } = await panel.as().get('/api/overview');
    expect(body.rows[0]).toMatchObject({ inBigcommerce: null, difference: null });
    await panel.db.stores.setFreeze('abc', { since: panel.time.now, by: 7 });
    panel.later(61);
    asked = { orders: 0, customers: 0 };
    expect((await panel.as().get('/api/overview')).body).toMatchObject({
      health: 'stopped',
      frozenSince: expect.any(String),
    });
    expect(asked).toEqual({ orders: 0, customers: 0 });
  });

  it('measures how fast history is read', async () => {
    const { now } = panel.time;
    await panel.db.streams.reset('abc', 'backfill-orders', { total: 1_000, nextRunAt: now, now });
    const lease = await panel.db.leases.acquire('abc', 'test', 60_000);
    const read = (count: number) =>
      panel.db.streams.checkpoint(
        'abc',
        'backfill-orders',
        { status: 'running', startedAt: now },
        { read: count },
        lease!.token,
        panel.time.now,
      );
    const progress = async () => (await panel.as().get('/api/overview')).body.history.orders;
    await read(100);
    await progress();
    panel.later(30);
    await read(300);
    expect(await progress()).toMatchObject({
      status: 'running',
      read: 400,
      total: 1_000,
      perMinute: 600,
      secondsLeft: 60,
      budgetPercent: 50,
    });
  });

  it('shows open problems and the oldest change that waits', async () => {
    await panel.db.problems.raise('abc', 'aiq-unavailable', '', { minutes: 3 }, panel.time.now);
    await panel.db.changes.note([{ store: 'abc', kind: 'order', id: '4' }], panel.time.now);
    panel.later(90);
    const { body } = await panel.as().get('/api/overview');
    expect(body).toMatchObject({
      health: 'attention',
      problems: [{ code: 'aiq-unavailable', params: { minutes: 3 }, count: 1 }],
    });
    expect(body.lagSeconds).toBeGreaterThan(60);
    expect(body.lagSeconds).toBeLessThanOrEqual(90);
  });
});
