import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordPage } from '../../shared/views/activity.ts';
import { defaultOptions, membershipLossConfirmation } from '../../shared/settings.ts';
import { recordKinds, type StreamName } from '../../shared/sync.ts';
import { startPanel, upstreamError, type Panel } from './panel-server.ts';

let panel: Panel;
let asked = { orders: 0, customers: 0 };
let channelsAsked = 0;
beforeEach(async () => {
  panel = await startPanel();
  asked = { orders: 0, customers: 0 };
  channelsAsked = 0;
  await panel.completeSetup();
  await panel.db.stores.updateSetup('abc', { startedAt: panel.time.now });
  for (const name of ['backfill-orders', 'backfill-customers'] as const) await finish(name);
  Object.assign(panel.bigcommerce, {
    countOrders: async () => {
      asked.orders += 1;
      return 4;
    },
    countCustomers: async () => {
      asked.customers += 1;
      return 2;
    },
    listChannels: async () => {
      channelsAsked += 1;
      return [{ id: 1, name: 'Shop abc', type: 'storefront', status: 'active' }];
    },
    listOrderStatuses: async () => [{ id: 10, name: 'Completed', label: 'Picked up' }],
    listFormFieldNames: async () => ['Birthday'],
  });
});
afterEach(() => panel.close());

/** Brings a stream to its end. */
async function finish(name: StreamName): Promise<void> {
  const lease = await panel.db.leases.acquire('abc', 'test', 10_000);
  await panel.db.streams.checkpoint('abc', name, { status: 'done' }, {}, lease!.token, panel.time.now);
  await panel.db.leases.release(lease!);
}

const later = (seconds: number) => {
  panel.time.now = new Date(panel.time.now.getTime() + seconds * 1000);
};

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
    await finish('backfill-orders');
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
    later(20);
    await panel.record([{ id: '7', createdAt: new Date(panel.time.now.getTime() - 1000) }]);
    const { body } = await panel.as().get('/api/overview');
    expect(asked).toEqual({ orders: 1, customers: 1 });
    expect(body.rows[0]).toMatchObject({ inBigcommerce: 5, sent: 5, difference: 0 });
    expect(body.health).toBe('ok');
    later(41);
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
    later(5);
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
    later(61);
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
    later(30);
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
    later(90);
    const { body } = await panel.as().get('/api/overview');
    expect(body).toMatchObject({
      health: 'attention',
      problems: [{ code: 'aiq-unavailable', params: { minutes: 3 }, count: 1 }],
    });
    expect(body.lagSeconds).toBeGreaterThan(60);
    expect(body.lagSeconds).toBeLessThanOrEqual(90);
  });
});

describe('options', () => {
  const save = (options: object, version: number, confirmation: string | null = null) =>
    panel.as().put('/api/options', { options: { ...defaultOptions, ...options }, version, confirmation });
  const loss = { shoppers: 4_812, withoutContact: 611, withoutUsablePhone: 0, mayLose: 12, partial: false };

  it('are shown with the merchant’s own names of statuses, and without them when BigCommerce is away', async () => {
    const { body } = await panel.as().get('/api/options');
    expect(body).toMatchObject({ version: 0, options: defaultOptions, formFields: ['Birthday'] });
    expect(body.statuses).toContainEqual({ id: 10, name: 'Completed', label: 'Picked up' });
    panel.bigcommerce.listOrderStatuses = () => Promise.reject(upstreamError('bigcommerce', 'unavailable'));
    const away = await panel.as().get('/api/options');
    expect(away.body.statuses).toContainEqual({ id: 10, name: 'Completed', label: 'Completed' });
  });

  it('are saved with names and values in the audit log, and wake what they touch', async () => {
    const { body } = await save({ enrolSince: '2026-01-10', syncContacts: true }, 0);
    expect(body).toMatchObject({ version: 1, updatedBy: 7, options: { enrolSince: '2026-01-10' } });
    const [entry] = await panel.db.audit.list('abc', { limit: 1, before: null });
    expect(entry).toMatchObject({
      action: 'options-saved',
      userId: 7,
      details: {
        changed: {
          enrolSince: { from: null, to: '2026-01-10' },
          syncContacts: { from: false, to: true },
        },
      },
    });
    const [, from, to] = panel.operations.optionsSaved.mock.calls[0]!;
    expect([from.enrolSince, to.enrolSince]).toEqual([null, '2026-01-10']);
  });

  it('contact sync counts from the moment it is switched on, until it is switched off', async () => {
    const since = async () => (await panel.db.settings.get('abc')).syncContactsSince;
    const first = panel.time.now;
    await save({ syncContacts: true }, 0);
    later(60);
    await save({ syncContacts: true, dynamicContent: true }, 1);
    expect(await since()).toEqual(first);
    await save({ syncContacts: false }, 2);
    expect(await since()).toBeNull();
    await save({ syncContacts: true }, 3);
    expect(await since()).toEqual(panel.time.now);
  });

  it('are not saved over somebody else’s', async () => {
    await save({ dynamicContent: true }, 0);
    const late = await save({ dynamicContent: false }, 0);
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
  });

  it('that may end memberships need the typed word, and say how many', async () => {
    await save({ enrolSince: '2026-01-10' }, 0);
    panel.operations.previewOptions.mockResolvedValue({ enrol: loss, doubleOptIn: { ...loss, mayLose: 0 } });
    const refused = await save({ enrolSince: null }, 1);
    expect([refused.status, refused.body.error.code]).toEqual([409, 'confirmation-needed']);
    expect(refused.body.error.details.enrol).toEqual(loss);
    expect((await save({ enrolSince: '2026-02-01' }, 1, 'yes')).status).toBe(409);
    expect((await panel.db.settings.get('abc')).options.enrolSince).toBe('2026-01-10');
    const earlier = await save({ enrolSince: '2025-12-01' }, 1);
    expect(earlier.status).toBe(200);
    expect(
      (await save({ enrolSince: null }, 2, membershipLossConfirmation)).body.options.enrolSince,
    ).toBeNull();
  });

  it('that would end none are saved without it', async () => {
    await save({ enrolSince: '2026-01-10' }, 0);
    expect((await save({ enrolSince: null }, 1)).status).toBe(200);
  });

  it('name a form field that exists', async () => {
    const wrong = await save({ birthDateField: 'Shoe size' }, 0);
    expect(Object.keys(wrong.body.error.fields)).toEqual(['options.birthDateField']);
    expect((await save({ birthDateField: 'Birthday' }, 0)).status).toBe(200);
    panel.bigcommerce.listFormFieldNames = async () => [];
    expect((await save({ birthDateField: 'Birthday', dynamicContent: true }, 1)).status).toBe(200);
  });
});

describe('records', () => {
  const email = 'Ann.Example@shop.example';

  it('are found by order number, customer and e-mail, and by day of the store’s time zone', async () => {
    const emailHash = panel.deps.hasher.email(email.toLowerCase());
    await panel.record([
      { id: '100', emailHash, customerId: '5', createdAt: new Date('2026-02-11T06:59:00Z') },
      { id: '101', emailHash: null, customerId: null, createdAt: new Date('2026-02-11T07:00:00Z') },
      {
        kind: 'refund',
        id: '9',
        parentId: '100',
        emailHash: null,
        createdAt: new Date('2026-02-12T07:00:00Z'),
      },
    ]);
    const find = async (query: string) => {
      const { body } = await panel.as().get(`/api/records?${query}`);
      return body.records.map(({ kind, id }: { kind: string; id: string }) => `${kind} ${id}`).sort();
    };
    expect(await find('')).toHaveLength(3);
    expect(await find('search=%23101')).toEqual(['order 101']);
    expect(await find('search=100')).toEqual(['order 100', 'refund 9']);
    expect(await find(`search=${encodeURIComponent(` ${email} `)}`)).toEqual(['order 100']);
    expect(await find('kind=refund')).toEqual(['refund 9']);
    expect(await find('from=2026-02-11&to=2026-02-11')).toEqual(['order 101']);
  });

  it('of a customer are found with the customer’s number, after what has that number itself, each once', async () => {
    const at = (second: number) => ({ createdAt: new Date(panel.time.now.getTime() - second * 1000) });
    await panel.record([
      { id: '5', customerId: '8', ...at(9) },
      { kind: 'customer', id: '5', customerId: '5', ...at(8) },
      { id: '101', customerId: '5', ...at(1) },
      { id: '102', customerId: '5', ...at(2) },
      { id: '103', customerId: '6', ...at(3) },
    ]);
    const seen: string[] = [];
    const totals: RecordPage['total'][] = [];
    let next: string | null = null;
    do {
      const cursor: string = next === null ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body }: { body: RecordPage } = await panel.as().get(`/api/records?search=5&limit=1${cursor}`);
      seen.push(...body.records.map(({ kind, id }) => `${kind} ${id}`));
      totals.push(body.total);
      next = body.next;
    } while (next !== null);
    expect(seen.slice(0, 2).sort()).toEqual(['customer 5', 'order 5']);
    expect(seen.slice(2)).toEqual(['order 101', 'order 102']);
    expect(totals).toEqual([{ count: 4, more: false }, ...totals.slice(1).map(() => null)]);
  });

  it('tell with the first page how many there are: exactly, or that there are more than 10,000', async () => {
    const rows = (count: number, row: object) =>
      Array.from({ length: count }, (_unused, at) => ({ id: String(at), ...row }));
    await panel.record([
      ...rows(10_000, { warnings: [] }),
      ...rows(3, { kind: 'customer', warnings: ['phone-unusable'] }),
    ]);
    const total = async (query: string) => (await panel.as().get(`/api/records?${query}`)).body.total;
    expect(await total('limit=2&kind=order')).toEqual({ count: 10_000, more: false });
    expect(await total('limit=2&kind=customer&state=sent')).toEqual({ count: 3, more: false });
    expect(await total('limit=2')).toEqual({ count: 10_000, more: true });
    expect(await total('limit=9&warning=phone-unusable')).toEqual({ count: 3, more: false });
    // As long as there is a next page, only reading every record could tell.
    expect(await total('limit=2&warning=phone-unusable')).toBeNull();
  });

  it('are read page by page; a made-up cursor is refused', async () => {
    await panel.record(
      Array.from({ length: 5 }, (_unused, at) => ({
        id: String(at),
        createdAt: new Date(panel.time.now.getTime() - at * 1000),
      })),
    );
    const seen: string[] = [];
    let next: string | null = '';
    while (next !== null) {
      const cursor = next === '' ? '' : `&cursor=${encodeURIComponent(next)}`;
      const { body }: { body: { records: { id: string }[]; next: string | null } } = await panel
        .as()
        .get(`/api/records?limit=2${cursor}`);
      seen.push(...body.records.map(({ id }) => id));
      next = body.next;
    }
    expect(seen).toEqual(['0', '1', '2', '3', '4']);
    const made = await panel.as().get('/api/records?cursor=made-up');
    expect([made.status, made.body.error.code]).toEqual([400, 'invalid-input']);
  });

  it('show where an order is, with its refunds and what waits', async () => {
    await panel.record([
      { id: '100', customerId: '5' },
      { kind: 'refund', id: '9', parentId: '100' },
      { kind: 'enrolment', id: '5', state: 'skipped', reason: 'no-contact-details' },
    ]);
    await panel.db.changes.note([{ store: 'abc', kind: 'order', id: '100' }], panel.time.now);
    const order = (await panel.as().get('/api/records/order/100')).body;
    expect(order.record).toMatchObject({ id: '100', state: 'sent' });
    expect(order.related.map(({ kind }: { kind: string }) => kind)).toEqual(['refund', 'enrolment']);
    expect(order.pendingSince).toBe(panel.time.now.toISOString());
    expect(order.channelName).toBe('Shop abc');
    expect(channelsAsked).toBe(1);
    expect(JSON.stringify(order)).not.toContain('canary');
    expect((await panel.as().get('/api/records/refund/9')).body.related).toMatchObject([{ id: '100' }]);
    expect((await panel.as().get('/api/records/order/404')).body).toEqual({
      record: null,
      related: [],
      channelName: null,
      pendingSince: null,
    });
    expect((await panel.as().get('/api/records/order/100')).body.channelName).toBe('Shop abc');
    expect(channelsAsked).toBe(1);
  });

  it('are shown without the name of their channel while BigCommerce does not answer', async () => {
    panel.bigcommerce.listChannels = async () => {
      throw upstreamError('bigcommerce', 'unavailable');
    };
    await panel.record([{ id: '100' }]);
    const { status, body } = await panel.as().get('/api/records/order/100');
    expect([status, body.record.channelId, body.channelName]).toEqual([200, 1, null]);
  });

  it('are tried again one by one and by reason, with an entry in the audit log', async () => {
    await panel.record([{ id: '100', state: 'parked', reason: 'aiq-rejected' }]);
    expect((await panel.as().post('/api/records/order/100/retry')).body).toEqual({ ok: true });
    expect(panel.operations.retryRecord.mock.calls[0]?.[1]).toEqual({ kind: 'order', id: '100' });
    expect((await panel.as().post('/api/records/order/404/retry')).status).toBe(404);
    expect((await panel.as().post('/api/records/retry', { reason: 'aiq-rejected' })).body).toEqual({
      queued: 3,
    });
    expect((await panel.as().post('/api/records/retry', { reason: 'erased' })).status).toBe(400);
    later(1);
    const { body } = await panel.as().get('/api/audit');
    expect(body.entries.map(({ action }: { action: string }) => action).sort()).toEqual([
      'record-retried',
      'records-retried',
    ]);
  });
});

it('the audit log is read page by page without losing an entry', async () => {
  for (let at = 0; at < 120; at += 1) {
    later(1);
    await panel.db.audit.add({ store: 'abc', at: panel.time.now, userId: 7, action: `a${at}`, details: {} });
  }
  const seen: string[] = [];
  let before: string | null = null;
  do {
    const { body }: { body: { entries: { action: string }[]; next: string | null } } = await panel
      .as()
      .get(`/api/audit${before === null ? '' : `?before=${before}`}`);
    seen.push(...body.entries.map(({ action }) => action));
    before = body.next;
  } while (before !== null);
  expect(seen).toEqual(Array.from({ length: 120 }, (_unused, at) => `a${119 - at}`));
});

it('the pause stops work at once and ends as the merchant chooses', async () => {
  const frozen = await panel.as().post('/api/freeze');
  expect(frozen.body.freeze).toEqual({ since: panel.time.now.toISOString() });
  expect(panel.engine.halt).toHaveBeenCalledWith('abc');
  await panel.db.changes.note([{ store: 'abc', kind: 'order', id: '4' }], panel.time.now);
  expect((await panel.as().get('/api/privacy')).body.pausedChanges).toBe(1);
  later(60);
  expect((await panel.as().post('/api/freeze')).body.freeze).toEqual(frozen.body.freeze);
  const thawed = await panel.as().post('/api/thaw', { changes: 'discard' });
  expect(thawed.body.freeze).toBeNull();
  expect(panel.operations.thaw.mock.calls[0]?.[1]).toBe('discard');
});

describe('erasing a shopper', () => {
  it('leaves no way from the e-mail to the orders, and never syncs the customer again', async () => {
    const emailHash = panel.deps.hasher.email('ann@shop.example');
    await panel.record([
      { kind: 'customer', id: '5', emailHash, customerId: '5' },
      { id: '100', emailHash, customerId: '5', amount: '12.50' },
      { kind: 'guest', id: 'guest-1', emailHash, customerId: null },
      { id: '200', emailHash: 'somebody-else', customerId: '6' },
    ]);
    expect((await panel.as().post('/api/privacy/erase', { customerId: '5' })).body).toEqual({ erased: 3 });
    expect((await panel.as().post('/api/privacy/erase', { customerId: '5' })).body).toEqual({ erased: 0 });
    expect((await panel.as().get('/api/records?search=ann@shop.example')).body.records).toEqual([]);
    const [customer, order, other] = await Promise.all(
      [
        { kind: 'customer', id: '5' } as const,
        { kind: 'order', id: '100' } as const,
        { kind: 'order', id: '200' } as const,
      ].map(async (key) => (await panel.db.records.getMany('abc', [key]))[0]),
    );
    const [guest] = await panel.db.records.getMany('abc', [{ kind: 'guest', id: 'guest-1' }]);
    expect(guest).toMatchObject({ state: 'skipped', reason: 'erased', emailHash: null });
    expect(customer).toMatchObject({ state: 'skipped', reason: 'erased', hash: null, emailHash: null });
    expect(order).toMatchObject({ state: 'sent', amount: '12.50', emailHash: null });
    expect(other).toMatchObject({ emailHash: 'somebody-else' });
    const entries = await panel.db.audit.list('abc', { limit: 2, before: null });
    expect(entries.map(({ details }) => details)).toEqual(
      [0, 3].map((records) => ({ customerId: '5', records })),
    );
    expect(await panel.db.leases.acquire('abc', 'next', 1_000)).not.toBeNull();
  });

  it('leaves a mark for a customer who was never synced', async () => {
    expect((await panel.as().post('/api/privacy/erase', { customerId: '77' })).body).toEqual({ erased: 0 });
    expect((await panel.as().get('/api/records/customer/77')).body.record).toMatchObject({
      reason: 'erased',
    });
  });

  it('takes the store from an instance that works on it, whose later writes are refused', async () => {
    await panel.record([{ kind: 'customer', id: '5', customerId: '5' }]);
    const lease = await panel.db.leases.acquire('abc', 'another instance', 60_000);
    expect((await panel.as().post('/api/privacy/erase', { customerId: '5' })).body).toEqual({ erased: 1 });
    expect(await panel.db.leases.renew(lease!, 60_000)).toBe(false);
    const [row] = await panel.db.records.getMany('abc', [{ kind: 'customer', id: '5' }]);
    const stale = { ...row!, reason: 'accepted', state: 'sent' } as const;
    expect(await panel.db.records.writeMany('abc', [stale], lease!.token, panel.time.now)).toBe(false);
    expect(panel.engine.nudge).toHaveBeenCalledWith('abc');
  });
});
