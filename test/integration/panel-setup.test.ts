import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ageGateWording } from '../../shared/settings.ts';
import { startPanel, upstreamError, type Panel } from './panel-server.ts';

let panel: Panel;
beforeEach(async () => {
  panel = await startPanel();
});
afterEach(() => panel.close());

describe('the session', () => {
  it('is opened once by a code, renewed, and shows where the deep link leads', async () => {
    const code = await panel.deps.sessions.issueCode({
      store: 'abc',
      userId: 7,
      generation: 1,
      route: '/activity',
    });
    const opened = await panel.as('').post('/api/session', { code });
    expect(opened.body).toMatchObject({
      storeHash: 'abc',
      user: { id: 7, locale: 'en-US', isOwner: true },
      route: '/activity',
      expiresAt: '2026-03-01T10:10:00.000Z',
      endsAt: '2026-03-01T22:00:00.000Z',
    });
    const again = await panel.as('').post('/api/session', { code });
    expect([again.status, again.body.error.code]).toEqual([401, 'code-used']);
    panel.time.now = new Date('2026-03-01T10:09:00.000Z');
    const renewed = await panel.as(opened.body.token).post('/api/session/renew');
    expect(renewed.body).toMatchObject({
      expiresAt: '2026-03-01T10:19:00.000Z',
      endsAt: '2026-03-01T22:00:00.000Z',
    });
    expect(renewed.get('cache-control')).toBe('no-store');
    panel.time.now = new Date('2026-03-01T10:15:00.000Z');
    expect((await panel.as(opened.body.token).get('/api/status')).body.error.code).toBe('session-expired');
    expect((await panel.as(renewed.body.token).get('/api/status')).status).toBe(200);
  });

  it('opens for one of two callers who have the same code', async () => {
    const code = await panel.deps.sessions.issueCode({ store: 'abc', userId: 7, generation: 1, route: '/' });
    const both = await Promise.all([1, 2].map(() => panel.as('').post('/api/session', { code })));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });
});

describe('the age gate', () => {
  const confirmed = { confirmed: true, wording: ageGateWording };

  it('is kept with who, when and the wording', async () => {
    const response = await panel.as().post('/api/setup/age-gate', confirmed);
    expect(response.body.setup.ageGate).toEqual({
      confirmedAt: panel.time.now.toISOString(),
      confirmedBy: 7,
    });
    expect((await panel.store()).setup.ageGate).toMatchObject({ wording: ageGateWording, ownerId: 7 });
    expect(await panel.auditActions()).toEqual(['age-gate-confirmed']);
  });

  it('is not confirmed by another wording, nor without the tick', async () => {
    const other = await panel.as().post('/api/setup/age-gate', { ...confirmed, wording: 'Something else.' });
    expect([other.status, other.body.error.code]).toEqual([409, 'conflict']);
    expect((await panel.as().post('/api/setup/age-gate', { ...confirmed, confirmed: false })).status).toBe(
      400,
    );
    expect((await panel.store()).setup.ageGate).toBeNull();
  });

  it('is asked again when the store changes hands', async () => {
    await panel.as().post('/api/setup/age-gate', confirmed);
    await panel.db.stores.install({
      hash: 'abc',
      tokenSealed: 'sealed',
      scopes: [],
      owner: { id: 12, email: null },
      hookSecretSealed: 'sealed',
      now: panel.time.now,
    });
    expect((await panel.as().get('/api/status')).body.setup.ageGate).toBeNull();
    await panel.as().post('/api/setup/age-gate', confirmed);
    expect((await panel.as().get('/api/status')).body.setup.ageGate).toMatchObject({ confirmedBy: 7 });
  });
});

describe('history', () => {
  it('is previewed and saved as an instant of the store’s day', async () => {
    const history = { from: 'date', date: '2025-03-01' };
    const preview = await panel.as().post('/api/setup/history/preview', history);
    expect(preview.body).toEqual({ orders: 1_200, customers: 300, seconds: 13 });
    const saved = await panel.as().put('/api/setup/history', history);
    expect(saved.body.setup.history).toEqual(history);
    expect((await panel.store()).setup.historyStart).toEqual(new Date('2025-03-01T07:00:00Z'));
    expect(panel.operations.startSync).not.toHaveBeenCalled();
  });

  it('does not begin in the future', async () => {
    const response = await panel.as().put('/api/setup/history', { from: 'date', date: '2026-03-02' });
    expect(Object.keys(response.body.error.fields)).toEqual(['date']);
  });

  it('is read anew when it is changed after the start, and only then', async () => {
    await panel.completeSetup();
    await panel.as().post('/api/setup/start');
    await panel.as().put('/api/setup/history', { from: 'everything' });
    expect(panel.operations.startSync).toHaveBeenCalledTimes(1);
    await panel.as().put('/api/setup/history', { from: 'date', date: '2025-01-01' });
    expect(panel.operations.startSync).toHaveBeenCalledTimes(2);
  });

  it('that was saved and could not be followed is followed when it is saved once more', async () => {
    await panel.completeSetup();
    await panel.as().post('/api/setup/start');
    const history = { from: 'date', date: '2025-01-01' };
    panel.operations.startSync.mockRejectedValueOnce(new Error('The process ends here.'));
    expect((await panel.as().put('/api/setup/history', history)).status).toBe(500);
    const { historyStart } = (await panel.store()).setup;
    panel.time.now = new Date(panel.time.now.getTime() + 60_000);
    expect((await panel.as().put('/api/setup/history', history)).status).toBe(200);
    expect(panel.operations.startSync).toHaveBeenCalledTimes(3);
    expect(panel.operations.startSync.mock.lastCall?.[0].setup).toMatchObject({ history, historyStart });
    const saves = (await panel.auditActions()).filter((action) => action === 'history-saved');
    expect(saves).toHaveLength(1);
  });
});

describe('trial and start', () => {
  it.each([
    ['the link', 'aiq-not-linked', async () => panel.db.stores.unlinkAiq('abc')],
    ['the age gate', 'age-gate-missing', async () => panel.db.stores.updateSetup('abc', { ageGate: null })],
    [
      'the mapping',
      'setup-incomplete',
      async () => panel.db.stores.updateSetup('abc', { mappingSavedAt: null }),
    ],
    ['the history', 'setup-incomplete', async () => panel.db.stores.updateSetup('abc', { history: null })],
    [
      'a key that AIQ accepts',
      'aiq-key-refused',
      async () => panel.db.stores.setAiqState('abc', 'refused', (await panel.store()).aiq?.keySealed ?? ''),
    ],
    [
      'BigCommerce’s consent',
      'bigcommerce-token-refused',
      async () => panel.db.stores.setBigcommerceState('abc', 'token-refused', 1),
    ],
  ])('sending the rest needs %s', async (_what, code, remove) => {
    await panel.completeSetup();
    await remove();
    const response = await panel.as().post('/api/setup/start');
    expect([response.status, response.body.error.code]).toEqual([409, code]);
    expect(panel.operations.startSync).not.toHaveBeenCalled();
    expect((await panel.store()).setup.startedAt).toBeNull();
  });

  it('the rest is sent once, however often the button is pressed', async () => {
    await panel.completeSetup();
    const first = await panel.as().post('/api/setup/start');
    expect(first.body.setup.startedAt).toEqual(expect.any(String));
    await panel.as().post('/api/setup/start');
    expect(panel.operations.startSync).toHaveBeenCalledOnce();
    expect(await panel.auditActions()).toEqual(['sync-started']);
  });

  it('the trial starts, runs, and shows AIQ’s answer to each order', async () => {
    await panel.completeSetup();
    expect((await panel.as().get('/api/setup/trial')).body).toEqual({
      state: 'not-started',
      items: [],
      error: null,
    });
    panel.operations.startTrial.mockImplementation(async () => {
      await panel.db.streams.reset('abc', 'trial', {
        total: 10,
        nextRunAt: panel.time.now,
        now: panel.time.now,
      });
    });
    expect((await panel.as().post('/api/setup/trial')).body.state).toBe('running');
    await panel.as().post('/api/setup/trial');
    expect(panel.operations.startTrial).toHaveBeenCalledOnce();
    await panel.record([
      { id: '8', state: 'parked', reason: 'aiq-rejected', detail: 'sku is missing' },
      { id: '9', amount: '12.50' },
    ]);
    const lease = await panel.db.leases.acquire('abc', 'test', 10_000);
    await panel.db.streams.checkpoint(
      'abc',
      'trial',
      { status: 'done', cursor: { ids: ['9', '8'] } },
      {},
      lease?.token ?? 0,
      panel.time.now,
    );
    const { body } = await panel.as().get('/api/setup/trial');
    expect(body.state).toBe('done');
    expect(body.items).toMatchObject([
      { orderId: '9', state: 'sent', amount: '12.50' },
      { orderId: '8', state: 'parked', reason: 'aiq-rejected', detail: 'sku is missing' },
    ]);
  });
});

it('the status makes up for a profile that was not read at installation', async () => {
  await panel.db.stores.install({
    hash: 'fresh',
    tokenSealed: 'sealed',
    scopes: [],
    owner: null,
    hookSecretSealed: 'sealed',
    now: panel.time.now,
  });
  await panel.db.users.upsert(
    { store: 'fresh', userId: 1, email: null, locale: null, isOwner: true },
    panel.time.now,
  );
  const fresh = panel.as(panel.tokenOf('fresh', 1));
  panel.bigcommerce.getStore = () => Promise.reject(upstreamError('bigcommerce', 'network'));
  expect((await fresh.get('/api/status')).body.store.name).toBe('Store fresh');
  panel.bigcommerce.getStore = async () => ({
    name: 'Fresh',
    domain: 'fresh.example',
    controlPanelUrl: 'https://store-fresh.mybigcommerce.com',
    countryCode: 'CA',
    currency: 'CAD',
    timezone: 'America/Toronto',
    taxInclusive: true,
  });
  expect((await fresh.get('/api/status')).body.store).toMatchObject({ name: 'Fresh', currency: 'CAD' });
  expect((await panel.store('fresh')).profile).toMatchObject({ name: 'Fresh', taxInclusive: true });
});
