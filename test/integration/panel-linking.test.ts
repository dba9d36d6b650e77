import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aiqStores, apiKey, startPanel, upstreamError, type Panel } from './panel-server.ts';

let panel: Panel;
beforeEach(async () => {
  panel = await startPanel();
  panel.aiq.listStores = async () => aiqStores;
});
afterEach(() => panel.close());

const link = {
  connectionName: 'My shop',
  uid: ' 1234 ',
  apiKey: `  ${apiKey}\n`,
  otherConnectionOff: true,
  sharedAccountConfirmed: false,
};

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
    expect(await panel.auditActions()).toEqual(['aiq-linked']);
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
    expect(await panel.auditActions()).toEqual([]);
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
    expect(await panel.auditActions()).toEqual(['aiq-unlinked']);
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
