import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aiqStores, startPanel, upstreamError, type Panel } from './panel-server.ts';

let panel: Panel;
beforeEach(async () => {
  panel = await startPanel();
});
afterEach(() => panel.close());

describe('the mapping', () => {
  beforeEach(async () => {
    await panel.link();
    panel.aiq.listStores = async () => aiqStores;
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

  it('takes the name of a store as AIQ writes it, blanks around it included', async () => {
    await panel.db.stores.setAiqStores('abc', [{ id: 9, name: ' North  ' }]);
    const named = { channels: { 1: ' North  ' }, locations: {}, fallback: ' North  ' };
    const saved = await panel.as().put('/api/mapping', { mapping: named, version: 0 });
    expect([saved.status, saved.body.mapping]).toEqual([200, named]);
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
