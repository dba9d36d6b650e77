import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { listen, startTestLogin, testApp, type TestListener } from './testing.ts';

const [owner, staff, nobody] = [1001, 1003, 1004];
const { clientId } = testApp;
let test: Awaited<ReturnType<typeof startTestLogin>>;
let app: TestListener;
let calls: URL[];

beforeEach(async () => {
  test = await startTestLogin();
  calls = [];
  app = await listen((request, response) => {
    calls.push(new URL(request.url ?? '', 'http://app'));
    response.writeHead(500).end();
  });
  test.login.apps.update(clientId, {
    uninstallUrl: `${app.url}/uninstall`,
    removeUserUrl: `${app.url}/remove-user`,
  });
});
afterEach(async () => {
  await Promise.all([app.close(), test.close()]);
});

function install() {
  const token = test.login.tokens.grant({ clientId, storeHash: 'abc123', scopes: testApp.scopes });
  test.login.installations.complete(clientId, 'abc123', testApp.scopes);
  return token.token;
}
const open = (userId: number) => test.login.installations.open(clientId, 'abc123', userId);

describe('opening an app', () => {
  it('asks the owner for consent, then loads with a payload; others must be granted the app', () => {
    expect(open(owner)).toEqual({ kind: 'consent', why: 'not-installed' });
    expect(open(staff).kind).toBe('refused');
    install();
    expect(open(owner)).toMatchObject({ kind: 'load', url: expect.stringContaining('signed_payload_jwt=') });
    expect(open(staff).kind).toBe('load');
    expect(open(nobody).kind).toBe('refused');
    test.login.apps.update(clientId, { multiUser: false });
    expect(open(staff).kind).toBe('refused');
  });

  it('asks again after a change of scopes or of the owner, and the token answers as the switches say', () => {
    const token = install();
    test.login.installations.changeScopes(clientId, [...testApp.scopes, 'store_v2_products']);
    expect(open(owner)).toEqual({ kind: 'consent', why: 'scopes' });
    expect(test.login.tokens.find(token)?.scopes).toEqual(testApp.scopes);
    test.login.installations.changeOwnerEmail('abc123', 'new@owner.example');
    expect(open(owner)).toEqual({ kind: 'consent', why: 'owner-email' });
    expect(test.login.tokens.find(token)?.scopes).toEqual([]);
    install();
    expect(open(owner).kind).toBe('load');
  });
});

describe('uninstalling', () => {
  it('kills token and hooks and calls the app, whose failure changes nothing', async () => {
    const token = install();
    await test.login.installations.uninstall(clientId, 'abc123', owner);
    expect(test.login.tokens.find(token)).toBeUndefined();
    expect(test.uninstalled).toEqual(['abc123']);
    expect(calls.map((url) => url.pathname)).toEqual(['/uninstall']);
    expect(test.login.calls.notes).toMatchObject([{ kind: 'uninstall', status: 500 }]);
    expect(open(owner)).toEqual({ kind: 'consent', why: 'not-installed' });
  });

  it.each([
    ['never', 0, 0],
    ['delayed', 0, 1],
    ['twice', 1, 2],
    ['before', 1, 1],
  ] as const)(
    'with the callback "%s" calls %i times at once and %i in the end',
    async (timing, now, later) => {
      install();
      test.login.switches.set({ uninstallCallback: timing });
      await test.login.installations.uninstall(clientId, 'abc123', owner);
      expect(calls).toHaveLength(now);
      test.clock.advance(60_000);
      await vi.waitFor(() => expect(calls).toHaveLength(later));
      const jwts = new Set(calls.map((url) => url.searchParams.get('signed_payload_jwt')));
      expect(jwts.size).toBe(Math.min(later, 1));
    },
  );

  it('is for authorised users only', async () => {
    install();
    await expect(test.login.installations.uninstall(clientId, 'abc123', staff)).rejects.toThrow('may not');
  });
});

it('removing a user calls the app with that user', async () => {
  install();
  await test.login.installations.removeUser(clientId, 'abc123', staff);
  expect(open(staff).kind).toBe('refused');
  const jwt = calls[0]?.searchParams.get('signed_payload_jwt')?.split('.')[1] ?? '';
  expect(JSON.parse(Buffer.from(jwt, 'base64url').toString())).toMatchObject({ user: { id: staff } });
});

it('an installation from outside goes through sign-in and consent to the auth callback', async () => {
  const signIn = await fetch(`${test.url}/app/${clientId}/install`);
  expect(await signIn.text()).toContain('value="abc123 1001"');
  const consent = await fetch(`${test.url}/consent?client_id=${clientId}&external=1&who=abc123+1001`);
  expect(await consent.text()).toContain('store_v2_orders_read_only');
  const accepted = await fetch(`${test.url}/consent`, {
    method: 'POST',
    redirect: 'manual',
    body: new URLSearchParams({ client_id: clientId, store: 'abc123', user: '1001', external: '1' }),
  });
  const next = new URL(accepted.headers.get('location') ?? '');
  expect(next.href).toContain(testApp.authUrl);
  expect(Object.fromEntries(next.searchParams)).toMatchObject({
    context: 'stores/abc123',
    scope: testApp.scopes.join(' '),
    external_install: 'true',
  });
  const succeeded = await fetch(`${test.url}/app/${clientId}/install/succeeded`);
  expect(await succeeded.text()).toContain('is installed');
});

describe('links to the login', () => {
  const follow = async (path: string) => {
    const response = await fetch(test.url + path, { redirect: 'manual' });
    return { status: response.status, to: response.headers.get('location'), text: await response.text() };
  };

  it('an authorisation that the app asks for ends at the consent of its store', async () => {
    const wish = {
      client_id: clientId,
      redirect_uri: testApp.authUrl,
      response_type: 'code',
      scope: testApp.scopes.join(' '),
      context: 'stores/abc123',
    };
    const ask = (changes: Partial<typeof wish>) =>
      follow(`/oauth2/authorize?${new URLSearchParams({ ...wish, ...changes }).toString()}`);
    const accepted = await ask({});
    expect(accepted.status).toBe(302);
    expect((await follow(accepted.to ?? '')).text).toContain('store_v2_orders_read_only');
    for (const [wrong, says] of [
      [{ redirect_uri: `${testApp.authUrl}/` }, 'redirect_uri does not match'],
      [{ response_type: 'token' }, 'response_type'],
      [{ scope: 'store_v2_products' }, 'no scope store_v2_products'],
      [{ context: 'abc123' }, 'of no store'],
      [{ client_id: 'another' }, 'another'],
    ] as const) {
      const refused = await ask(wrong);
      expect(refused.status).toBe(400);
      expect(refused.text).toContain(says);
    }
  });

  it('deep links lead into the panel of the one store, or to a choice among several', async () => {
    const panel = 'http://store-abc123.localhost';
    expect((await follow('/deep-links/app/4001')).to).toBe(`${panel}/manage/app/4001`);
    expect((await follow('/deep-links/manage/orders?page=2')).to).toBe(`${panel}/manage/orders?page=2`);
    test.login.addAccount('def456', 'Second <Store>');
    const choice = await follow('/deep-links/manage/orders');
    expect(choice.text).toContain('href="http://store-def456.localhost/manage/orders"');
    expect(choice.text).toContain('Second &#60;Store&#62;');
  });
});
