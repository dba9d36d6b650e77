import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { RecordKind } from '../../shared/sync.ts';
import { guestIdOf } from '../../server/sync/mapping/person.ts';
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
      [0, 3].map((records) => ({ kind: 'customer', id: '5', records })),
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

  describe('who is a guest', () => {
    const erase = async (guest: string) => panel.as().post('/api/privacy/erase', { guest });
    const email = ' Ann@Shop.example ';

    async function rowOf(kind: RecordKind, id: string) {
      const [row] = await panel.db.records.getMany('abc', [{ kind, id }]);
      return row;
    }

    it('takes the e-mail of their orders, upper and lower case alike', async () => {
      const emailHash = panel.deps.hasher.email('ann@shop.example');
      const id = guestIdOf(emailHash);
      await panel.record([
        { kind: 'guest', id, emailHash, parentId: '100' },
        { kind: 'opt-in', id, emailHash, parentId: '100' },
        { id: '100', emailHash, customerId: null, amount: '12.50' },
        { id: '101', emailHash, customerId: null, state: 'waiting', reason: 'retrying' },
        { kind: 'customer', id: '5', emailHash, customerId: '5' },
        { id: '102', emailHash: 'another address of hers', customerId: '5' },
        { id: '200', emailHash: 'somebody-else', customerId: null },
      ]);
      const requestedAt = panel.time.now;
      await panel.db.consents.claim({
        ...{ store: 'abc', phoneHash: 'hers', customerId: id, orderId: '100', state: 'requesting' },
        ...{ requestedAt, wording: 'asked' },
      });
      expect((await erase(email)).body).toEqual({ erased: 6 });
      const gone = { state: 'skipped', reason: 'erased', hash: null, emailHash: null, parentId: null };
      for (const kind of ['guest', 'opt-in'] as const) expect(await rowOf(kind, id)).toMatchObject(gone);
      expect(await rowOf('customer', '5')).toMatchObject(gone);
      expect(await rowOf('order', '100')).toMatchObject({ state: 'sent', amount: '12.50', emailHash: null });
      for (const order of ['101', '102']) expect((await rowOf('order', order))?.emailHash).toBeNull();
      expect(await rowOf('order', '200')).toMatchObject({ emailHash: 'somebody-else' });
      const [consent] = await panel.db.consents.listUnsettled('abc', new Date(requestedAt.getTime() + 1));
      expect(consent).toMatchObject({ phoneHash: 'hers', customerId: null, orderId: null });
      expect((await erase(email)).body).toEqual({ erased: 0 });
    });

    it('takes the phone of a guest without e-mail', async () => {
      const id = guestIdOf(panel.deps.hasher.phone('5035550123'));
      await panel.record([{ kind: 'guest', id, customerId: null, parentId: '100' }]);
      expect((await erase('+1 (503) 555-0123')).body).toEqual({ erased: 1 });
      expect(await rowOf('guest', id)).toMatchObject({ reason: 'erased', parentId: null });
    });

    it('leaves a mark of somebody who never ordered, and the address nowhere', async () => {
      expect((await erase(email)).body).toEqual({ erased: 0 });
      const id = guestIdOf(panel.deps.hasher.email('ann@shop.example'));
      expect(await rowOf('guest', id)).toMatchObject({ reason: 'erased', emailHash: null });
      const [entry] = await panel.db.audit.list('abc', { limit: 1, before: null });
      expect(entry).toMatchObject({
        action: 'shopper-erased',
        details: { kind: 'guest', id, records: 0 },
      });
      expect(JSON.stringify(entry).toLowerCase()).not.toContain('shop.example');
    });

    it.each(['ann@shop', '555-0123', '+49 30 1234567'])('is not looked for by "%s"', async (guest) => {
      const answer = await erase(guest);
      expect([answer.status, answer.body.error.code]).toEqual([400, 'invalid-input']);
      expect(Object.keys(answer.body.error.fields)).toEqual(['guest']);
      expect(await panel.auditActions()).not.toContain('shopper-erased');
    });

    it('is marked with the customer account of the same address', async () => {
      const emailHash = panel.deps.hasher.email('ann@shop.example');
      await panel.record([{ kind: 'customer', id: '5', emailHash, customerId: '5' }]);
      await panel.as().post('/api/privacy/erase', { customerId: '5' });
      expect(await rowOf('guest', guestIdOf(emailHash))).toMatchObject({ reason: 'erased' });
    });
  });

  it('forgets in the ledger also whom an attempt that was cut off did not', async () => {
    const { consents } = panel.db;
    await consents.claim({
      ...{ store: 'abc', phoneHash: 'as-a-guest', customerId: 'guest-1', orderId: '100' },
      ...{ state: 'requesting', requestedAt: panel.time.now, wording: 'asked' },
    });
    await panel.record([
      { kind: 'customer', id: '5', emailHash: 'ann', customerId: '5' },
      { kind: 'opt-in', id: 'guest-1', emailHash: 'ann', customerId: null },
    ]);
    vi.spyOn(consents, 'forgetShoppers').mockRejectedValueOnce(new Error('The process ends here.'));
    expect((await panel.as().post('/api/privacy/erase', { customerId: '5' })).status).toBe(500);
    expect((await panel.as().post('/api/privacy/erase', { customerId: '5' })).body).toEqual({ erased: 2 });
    const [kept] = await consents.listUnsettled('abc', new Date(panel.time.now.getTime() + 1));
    expect(kept).toMatchObject({ phoneHash: 'as-a-guest', customerId: null, orderId: null });
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
