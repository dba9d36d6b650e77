import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ageGateWording } from '../../shared/settings.ts';
import { apiKey, startPanel, upstreamError, type Panel } from './panel-server.ts';

let panel: Panel;
beforeEach(async () => {
  panel = await startPanel();
  panel.aiq.listStores = async () => [
    { id: 1, name: 'Denver' },
    { id: 2, name: 'Boulder' },
  ];
});
afterEach(() => panel.close());

const link = {
  connectionName: 'My shop',
  uid: ' 1234 ',
  apiKey: `  ${apiKey}\n`,
  otherConnectionOff: true,
  sharedAccountConfirmed: false,
};

async function auditActions(store = 'abc'): Promise<string[]> {
  const rows = await panel.db.audit.list(store, { limit: 50, before: null });
  expect(JSON.stringify(rows)).not.toContain('canary');
  return rows.map(({ action }) => action);
}

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

describe('linking AIQ', () => {
  it('asks AIQ first, then keeps the key sealed and shows its last four characters', async () => {
    await panel.db.problems.raise('abc', 'aiq-key-refused', '', {}, panel.time.now);
    const response = await panel.as().post('/api/aiq', link);
    expect(response.status).toBe(200);
    expect(response.body.aiq).toEqual({
      connectionName: 'My shop',
      uid: '1234',
      keyLast4: '7777',
      stores: [
        { id: 1, name: 'Denver' },
        { id: 2, name: 'Boulder' },
      ],
      linkedAt: panel.time.now.toISOString(),
      state: 'ok',
    });
    expect(response.text).not.toContain('canary');
    const { aiq, setup } = await panel.store();
    expect(setup.otherConnectionOff).toBe(true);
    expect(aiq?.keySealed).not.toContain('canary');
    expect(panel.sealer.open('abc', 'aiq-key', aiq?.keySealed ?? '')).toBe(apiKey);
    expect(await panel.db.problems.listOpen('abc')).toEqual([]);
    expect(await auditActions()).toEqual(['aiq-linked']);
    expect(panel.operations.resume).toHaveBeenCalledWith('abc');
  });

  it.each([
    ['unauthorized', 'Please provide a valid API key', 400, 'aiq-key-refused', ['apiKey']],
    ['unauthorized', 'Forbidden', 400, 'aiq-key-refused', ['uid', 'apiKey']],
    ['not-found', 'Not Found', 400, 'aiq-uid-mismatch', ['uid']],
    ['network', null, 502, 'aiq-unreachable', []],
    ['throttled', null, 503, 'aiq-unreachable', []],
  ] as const)('saves nothing when AIQ answers %s (%s)', async (failure, detail, status, code, fields) => {
    panel.aiq.listStores = () => Promise.reject(upstreamError('aiq', failure, detail));
    const response = await panel.as().post('/api/aiq', link);
    expect([response.status, response.body.error.code]).toEqual([status, code]);
    expect(Object.keys(response.body.error.fields ?? {})).toEqual(fields);
    expect(response.text).not.toContain('canary');
    expect((await panel.store()).aiq).toBeNull();
    expect(await auditActions()).toEqual([]);
  });

  it('needs the word that AIQ’s own connection is off, and does not ask AIQ before', async () => {
    panel.aiq.listStores = () => Promise.reject(new Error('AIQ was asked'));
    const response = await panel.as().post('/api/aiq', { ...link, otherConnectionOff: false });
    expect([response.status, response.body.error.code]).toEqual([400, 'other-connection-not-off']);
  });

  it('asks whether an account that another store uses is meant, but tells only who has its key', async () => {
    await panel.link('other');
    panel.aiq.listStores = () => Promise.reject(upstreamError('aiq', 'unauthorized', null));
    expect((await panel.as().post('/api/aiq', link)).body.error.code).toBe('aiq-key-refused');
    panel.aiq.listStores = async () => [];
    const asked = await panel.as().post('/api/aiq', link);
    expect([asked.status, asked.body.error.code]).toEqual([409, 'aiq-account-linked-elsewhere']);
    expect(asked.text).not.toContain('Shop other');
    expect((await panel.store()).aiq).toBeNull();
    const confirmed = await panel.as().post('/api/aiq', { ...link, sharedAccountConfirmed: true });
    expect(confirmed.status).toBe(200);
  });

  it('refuses a name that the other store of the account has', async () => {
    await panel.link('other');
    const response = await panel
      .as()
      .post('/api/aiq', { ...link, connectionName: 'shop OTHER', sharedAccountConfirmed: true });
    expect(Object.keys(response.body.error.fields)).toEqual(['connectionName']);
  });

  it('keeps the name when the key is replaced', async () => {
    await panel.as().post('/api/aiq', link);
    const renamed = await panel.as().post('/api/aiq', { ...link, connectionName: 'Another' });
    expect(renamed.body.error.fields.connectionName).toContain('My shop');
    const replaced = await panel.as().post('/api/aiq', { ...link, apiKey: 'another-key-8888' });
    expect(replaced.body.aiq.keyLast4).toBe('8888');
  });

  it('ends with a call that stops work first', async () => {
    await panel.link();
    const response = await panel.as().del('/api/aiq');
    expect(response.body.aiq).toBeNull();
    expect(panel.engine.halt).toHaveBeenCalledWith('abc');
    expect(await auditActions()).toEqual(['aiq-unlinked']);
    expect((await panel.as().del('/api/aiq')).status).toBe(200);
  });

  it('does not bring back a key to a store that was uninstalled while AIQ was asked', async () => {
    panel.aiq.listStores = async () => {
      await panel.db.stores.uninstall('abc', panel.time.now, panel.time.now);
      return [];
    };
    const response = await panel.as().post('/api/aiq', link);
    expect([response.status, response.body.error.code]).toEqual([409, 'store-not-installed']);
    expect((await panel.store()).aiq?.keySealed ?? null).toBeNull();
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
    expect(await auditActions()).toEqual(['age-gate-confirmed']);
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

describe('the mapping', () => {
  beforeEach(async () => {
    await panel.link();
    Object.assign(panel.bigcommerce, {
      listChannels: async () => [
        { id: 1, name: 'Denver storefront', type: 'storefront', status: 'active' },
        { id: 2, name: 'Marketplace', type: 'marketplace', status: 'active' },
      ],
      listLocations: async () => [{ id: 3, label: 'Boulder pickup', enabled: true }],
    });
  });
  const mapping = { channels: { 1: 'Denver' }, locations: { 3: 'Boulder' }, fallback: null };

  it('shows channels and locations with suggestions and parked orders', async () => {
    const parked = { state: 'parked', reason: 'channel-unmapped', channelId: 2 } as const;
    await panel.record([
      { id: '1', ...parked },
      { id: '2', ...parked },
      { id: '3', channelId: 2 },
    ]);
    const { body } = await panel.as().get('/api/mapping');
    expect(body.channels).toEqual([
      { id: 1, name: 'Denver storefront', type: 'storefront', suggestion: 'Denver', parkedOrders: 0 },
      { id: 2, name: 'Marketplace', type: 'marketplace', suggestion: null, parkedOrders: 2 },
    ]);
    expect(body.locations).toEqual([{ id: 3, name: 'Boulder pickup', suggestion: 'Boulder' }]);
    expect(body.version).toBe(0);
  });

  it('is saved with who changed what, and lets parked orders go', async () => {
    const { body } = await panel.as().put('/api/mapping', { mapping, version: 0 });
    expect(body).toMatchObject({ version: 1, mapping });
    expect((await panel.store()).setup.mappingSavedAt).toEqual(panel.time.now);
    expect(panel.operations.mappingSaved).toHaveBeenCalledOnce();
    const [entry] = await panel.db.audit.list('abc', { limit: 1, before: null });
    expect(entry).toMatchObject({ action: 'mapping-saved', userId: 7, details: { to: mapping } });
  });

  it('is not saved over somebody else’s', async () => {
    await panel.as().put('/api/mapping', { mapping, version: 0 });
    const late = await panel.as().put('/api/mapping', { mapping: { ...mapping, channels: {} }, version: 0 });
    expect([late.status, late.body.error.code]).toEqual([409, 'conflict']);
    expect((await panel.db.settings.get('abc')).mapping).toEqual(mapping);
  });

  it('names the places whose store AIQ does not have', async () => {
    const wrong = { channels: { 1: 'Denver', 2: 'Nowhere' }, locations: {}, fallback: 'Elsewhere' };
    const response = await panel.as().put('/api/mapping', { mapping: wrong, version: 0 });
    expect(response.status).toBe(400);
    expect(Object.keys(response.body.error.fields)).toEqual(['mapping.channels.2', 'mapping.fallback']);
  });

  it('shows the stores that AIQ has now, and the last known ones when AIQ cannot be asked', async () => {
    panel.aiq.listStores = async () => [{ id: 9, name: 'New one' }];
    expect((await panel.as().get('/api/mapping')).body.aiqStores).toEqual([{ id: 9, name: 'New one' }]);
    panel.aiq.listStores = () => Promise.reject(upstreamError('aiq', 'network'));
    expect((await panel.as().get('/api/mapping')).body.aiqStores).toEqual([{ id: 9, name: 'New one' }]);
  });

  it.each([
    ['unauthorized', 409, 'bigcommerce-token-refused'],
    ['forbidden', 409, 'bigcommerce-scope-missing'],
    ['timeout', 502, 'bigcommerce-unreachable'],
  ] as const)('says what to do when BigCommerce answers %s', async (failure, status, code) => {
    panel.bigcommerce.listChannels = () => Promise.reject(upstreamError('bigcommerce', failure));
    const response = await panel.as().get('/api/mapping');
    expect([response.status, response.body.error.code]).toEqual([status, code]);
    expect(response.text).not.toContain('canary');
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
    expect(await auditActions()).toEqual(['sync-started']);
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
