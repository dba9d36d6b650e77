import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordPage } from '../../shared/views/activity.ts';
import { startPanelAtWork, type PanelAtWork } from './panel-at-work.ts';
import { upstreamError } from './panel-server.ts';

let panel: PanelAtWork;
let channelsAsked = 0;
beforeEach(async () => {
  panel = await startPanelAtWork();
  channelsAsked = 0;
  panel.bigcommerce.listChannels = async () => {
    channelsAsked += 1;
    return [{ id: 1, name: 'Shop abc', type: 'storefront', status: 'active' }];
  };
});
afterEach(() => panel.close());

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
    panel.later(1);
    const { body } = await panel.as().get('/api/audit');
    expect(body.entries.map(({ action }: { action: string }) => action).sort()).toEqual([
      'record-retried',
      'records-retried',
    ]);
  });
});

it('the audit log is read page by page without losing an entry', async () => {
  for (let at = 0; at < 120; at += 1) {
    panel.later(1);
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
