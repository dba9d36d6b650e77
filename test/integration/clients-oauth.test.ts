import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createOauth } from '../../server/bigcommerce/oauth.ts';
import { sendJson, startScriptedServer, type ScriptedServer } from './clients-server.ts';

const token = {
  access_token: 'canary-access-token',
  scope: 'store_v2_orders_read_only store_v2_customers',
  user: { id: 24654, username: 'u', email: 'user@example.com' },
  owner: { id: 12345, username: 'o', email: 'owner@example.com' },
  context: 'stores/abc123',
  account_uuid: 'x',
};

describe('the token exchange', () => {
  let server: ScriptedServer;

  beforeEach(async () => {
    server = await startScriptedServer((_, response) => sendJson(response, 200, token));
  });
  afterEach(() => server.close());

  const callback = { code: 'c0de', scope: 'store_v2_orders_read_only', context: 'stores/abc123' };

  function connect(timeoutMs = 1_000) {
    return createOauth({
      loginUrl: server.url,
      clientId: 'client',
      clientSecret: 'canary-secret',
      redirectUri: 'https://app.example/bigcommerce/auth',
      http: { timeoutMs },
    });
  }

  function exchange(timeoutMs?: number) {
    return connect(timeoutMs).exchange(callback);
  }

  it('sends JSON with everything that BigCommerce checks', async () => {
    await exchange();
    expect(server.seen[0]).toMatchObject({ method: 'POST', path: '/oauth2/token' });
    expect(server.seen[0]?.headers).toMatchObject({
      'content-type': 'application/json',
      accept: 'application/json',
    });
    expect(JSON.parse(server.seen[0]?.body ?? '')).toEqual({
      client_id: 'client',
      client_secret: 'canary-secret',
      code: 'c0de',
      context: 'stores/abc123',
      scope: 'store_v2_orders_read_only',
      grant_type: 'authorization_code',
      redirect_uri: 'https://app.example/bigcommerce/auth',
    });
  });

  it('is made on a connection of its own, which nobody can have closed meanwhile', async () => {
    const oauth = connect();
    await oauth.exchange(callback);
    await oauth.exchange(callback);
    expect(server.connections).toBe(2);
  });

  it('gives what the answer grants', async () => {
    expect(await exchange()).toEqual({
      ok: true,
      grant: {
        accessToken: 'canary-access-token',
        scopes: ['store_v2_orders_read_only', 'store_v2_customers'],
        user: { id: 24654, email: 'user@example.com' },
        owner: { id: 12345, email: 'owner@example.com' },
        storeHash: 'abc123',
      },
    });
  });

  it('does without an owner', async () => {
    server.answer = (_, response) => sendJson(response, 200, { ...token, owner: undefined });
    expect(await exchange()).toMatchObject({ ok: true, grant: { owner: null } });
  });

  it.each([
    ['a used code', 400, { error: 'invalid_grant' }, 'refused'],
    ['a refused client', 401, { error: 'invalid_client' }, 'refused'],
    ['trouble', 503, {}, 'unreachable'],
    ['too many requests', 429, {}, 'unreachable'],
    ['a token without scope', 200, { ...token, scope: null }, 'no-scope'],
    ['a token with blank scope', 200, { ...token, scope: ' ' }, 'no-scope'],
    ['a token for no store', 200, { ...token, context: 'users/5' }, 'no-store'],
    ['a token for an impossible store', 200, { ...token, context: 'stores/../x' }, 'no-store'],
    ['no token', 200, { ...token, access_token: '' }, 'not-a-token'],
    ['no user', 200, { ...token, user: null }, 'not-a-token'],
    ['null', 200, null, 'not-a-token'],
  ])('refuses %s with a reason', async (_, status, body, reason) => {
    server.answer = (_request, response) => sendJson(response, status, body);
    const result = await exchange();
    expect(result).toMatchObject({ ok: false, reason, status });
    expect(JSON.stringify(result)).not.toContain('canary');
  });

  it('does not follow a redirect to a login page', async () => {
    server.answer = (_, response) => {
      response.writeHead(302, { location: `${server.url}/login` });
      response.end();
    };
    expect(await exchange()).toMatchObject({ ok: false, reason: 'not-a-token', status: 302 });
    expect(server.seen).toHaveLength(1);
  });

  it('does not take a page for a token, whatever it holds', async () => {
    server.answer = (_, response) => {
      response.writeHead(200, { 'content-type': 'text/html' });
      response.end(JSON.stringify(token));
    };
    expect(await exchange()).toMatchObject({ ok: false, reason: 'not-a-token' });
  });

  it('says when there is no answer', async () => {
    server.answer = () => undefined;
    expect(await exchange(100)).toMatchObject({ ok: false, reason: 'unreachable', status: null });
    server.answer = (_, response) => response.socket?.destroy();
    expect(await exchange()).toMatchObject({ ok: false, reason: 'unreachable', status: null });
  });
});
