import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startTestLogin, testApp } from './testing.ts';

let test: Awaited<ReturnType<typeof startTestLogin>>;
beforeEach(async () => {
  test = await startTestLogin();
});
afterEach(() => test.close());

const ownerId = 1001;

function newCode(): string {
  const url = new URL(test.login.installations.accept(testApp.clientId, 'abc123', ownerId));
  return url.searchParams.get('code') ?? '';
}

interface Exchange {
  body?: Record<string, unknown>;
  accept?: string;
}

async function exchange({ body, accept = 'application/json' }: Exchange = {}) {
  const response = await fetch(`${test.url}/oauth2/token`, {
    method: 'POST',
    redirect: 'manual',
    headers: { accept, 'content-type': 'application/json' },
    body: JSON.stringify({
      client_id: testApp.clientId,
      client_secret: testApp.clientSecret,
      code: body && 'code' in body ? '' : newCode(),
      context: 'stores/abc123',
      scope: testApp.scopes.join(' '),
      grant_type: 'authorization_code',
      redirect_uri: testApp.authUrl,
      ...body,
    }),
  });
  const text = await response.text();
  return { status: response.status, text, json: text.startsWith('{') ? JSON.parse(text) : null };
}

describe('a token exchange', () => {
  it('gives a token for the store that works until the next one', async () => {
    const first = await exchange();
    expect(first.status).toBe(200);
    expect(first.json).toMatchObject({
      context: 'stores/abc123',
      scope: testApp.scopes.join(' '),
      user: { id: ownerId, email: 'olivia@abc123.example' },
      owner: { id: ownerId },
    });
    const { tokens } = test.login;
    expect(tokens.find(first.json.access_token)).toMatchObject({ storeHash: 'abc123' });
    const second = await exchange();
    expect(tokens.find(second.json.access_token)).toMatchObject({ scopes: testApp.scopes });
    test.clock.advance(4_000);
    expect(tokens.find(first.json.access_token)).toBeUndefined();
    expect(tokens.deadUses()).toMatchObject([{ why: 'replaced', storeHash: 'abc123', afterMs: 4_000 }]);
  });

  it.each([
    ['an unknown code', { code: 'nothing' }, 400, 'invalid_grant'],
    ['another redirect address', { redirect_uri: `${testApp.authUrl}/` }, 400, 'invalid_grant'],
    ['a wrong secret', { client_secret: 'guess' }, 401, 'invalid_client'],
    ['an unknown client', { client_id: 'client-2' }, 401, 'invalid_client'],
    ['another grant type', { grant_type: 'refresh_token' }, 400, 'unsupported_grant_type'],
  ])('refuses %s', async (_what, body, status, error) => {
    const answer = await exchange({ body });
    expect(answer).toMatchObject({ status, json: { error } });
    expect(test.login.installations.list()).toEqual([]);
  });

  it('takes a code once, and for five minutes', async () => {
    const code = newCode();
    expect((await exchange({ body: { code } })).status).toBe(200);
    expect(await exchange({ body: { code } })).toMatchObject({
      status: 400,
      json: { error: 'invalid_grant' },
    });
    const old = newCode();
    test.clock.advance(5 * 60_000 + 1);
    expect((await exchange({ body: { code: old } })).status).toBe(400);
    test.login.switches.set({ badCodeStatus: 401 });
    expect((await exchange({ body: { code: old } })).status).toBe(401);
  });

  it('answers 406 without a JSON Accept header and 401 to a form', async () => {
    expect(await exchange({ accept: '*/*' })).toMatchObject({
      status: 406,
      json: { error: 'Invalid format.' },
    });
    const form = await fetch(`${test.url}/oauth2/token`, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({ client_id: testApp.clientId, client_secret: testApp.clientSecret }),
    });
    expect(form.status).toBe(401);
  });

  it('gives a token without scope when the store is missing, or refuses, as the switch says', async () => {
    const unbound = await exchange({ body: { context: 'stores/other' } });
    expect(unbound).toMatchObject({ status: 200, json: { scope: null } });
    expect(test.login.tokens.find(unbound.json.access_token)?.scopes).toEqual([]);
    test.login.switches.set({ wrongContext: 'refuse' });
    expect((await exchange({ body: { context: undefined } })).status).toBe(400);
  });

  it('answers with something else on demand', async () => {
    test.login.switches.set({ tokenAnswer: 'redirect' });
    expect((await exchange()).status).toBe(302);
    test.login.switches.set({ tokenAnswer: 'without-owner' });
    expect((await exchange()).json).not.toHaveProperty('owner');
    expect(() => test.login.switches.set({ tokenAnswer: 'nonsense' as 'normal' })).toThrow('tokenAnswer');
  });
});
