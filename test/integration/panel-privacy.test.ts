import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startPanelAtWork, type PanelAtWork } from './panel-at-work.ts';

let panel: PanelAtWork;
beforeEach(async () => {
  panel = await startPanelAtWork();
});
afterEach(() => panel.close());

it('the pause stops work at once and ends as the merchant chooses', async () => {
  const frozen = await panel.as().post('/api/freeze');
  expect(frozen.body.freeze).toEqual({ since: panel.time.now.toISOString() });
  expect(panel.engine.halt).toHaveBeenCalledWith('abc');
  await panel.db.changes.note([{ store: 'abc', kind: 'order', id: '4' }], panel.time.now);
  expect((await panel.as().get('/api/privacy')).body.pausedChanges).toBe(1);
  panel.later(60);
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

  it('forgets whose phones were asked for an opt-in, and still asks none of them again', async () => {
    const { consents } = panel.db;
    const claim = (phoneHash: string, customerId: string) => ({
      ...{ store: 'abc', phoneHash, customerId, orderId: '100', state: 'requesting' as const },
      ...{ requestedAt: panel.time.now, wording: 'asked' },
    });
    const claims = [claim('of-the-customer', '5'), claim('as-a-guest', 'guest-1'), claim('other', '6')];
    for (const each of claims) await consents.claim(each);
    await panel.record([
      { kind: 'customer', id: '5', emailHash: 'ann', customerId: '5' },
      { kind: 'opt-in', id: 'guest-1', emailHash: 'ann', customerId: null },
    ]);
    await panel.as().post('/api/privacy/erase', { customerId: '5' });
    const kept = await consents.listUnsettled('abc', new Date(panel.time.now.getTime() + 1));
    expect(new Map(kept.map(({ phoneHash, ...row }) => [phoneHash, [row.customerId, row.orderId]]))).toEqual(
      new Map([
        ['of-the-customer', [null, null]],
        ['as-a-guest', [null, null]],
        ['other', ['6', '100']],
      ]),
    );
    for (const each of claims) expect(await consents.claim(each)).toBe(false);
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
