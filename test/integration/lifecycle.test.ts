import request from 'supertest';
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { ageGateWording } from '../../shared/settings.ts';
import { canary, clientId, startShell, type Shell } from './server-shell.ts';
import { sendJson } from './clients-server.ts';

const authPath = '/bigcommerce/auth?code=canary-code&scope=store_v2_orders_read_only&context=stores%2Fabc123';

let shell: Shell;
let usual: Pick<Shell, 'superviseHooks' | 'grant'> & { answer: Shell['bigcommerce']['answer'] };

beforeAll(async () => {
  shell = await startShell();
  usual = {
    superviseHooks: shell.superviseHooks,
    grant: shell.grant,
    answer: shell.bigcommerce.answer,
  };
});
afterAll(() => shell.close());
beforeEach(() => {
  shell.superviseHooks = usual.superviseHooks;
  shell.grant = { ...usual.grant };
  shell.bigcommerce.answer = usual.answer;
  shell.nudged.length = 0;
  shell.halted.length = 0;
});

/** What the address in a redirect carries behind its `#`. */
function fragmentOf(location: string | undefined): URLSearchParams {
  return new URLSearchParams(new URL(location ?? '').hash.slice(1));
}

const load = (token: string) => shell.get(`/bigcommerce/load?signed_payload_jwt=${token}`);
const uninstall = (token: string) => shell.get(`/bigcommerce/uninstall?signed_payload_jwt=${token}`);
const removeUser = (token: string) => shell.get(`/bigcommerce/remove-user?signed_payload_jwt=${token}`);

async function openSession(token: string): Promise<string> {
  const code = fragmentOf((await load(token).expect(303)).headers['location']).get('code');
  const answer = await request(shell.app).post('/api/session').send({ code }).expect(200);
  return answer.body.token;
}

describe('installing', () => {
  it('keeps the store, prepares it and opens the panel with a code in the fragment', async () => {
    const answer = await shell.get(authPath).expect(303);
    const location = answer.headers['location'] ?? '';
    expect(location).toMatch(/^https:\/\/app\.example\.com\/#code=[\w-]{43}&route=%2F$/);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(answer.headers['cache-control']).toBe('no-store');

    const store = await shell.context.db.stores.get('abc123');
    expect(store).toMatchObject({
      state: 'installed',
      generation: 1,
      owner: { id: 12345 },
      profile: { name: 'Green Leaf', currency: 'USD', timezone: 'America/New_York' },
    });
    expect(store?.tokenSealed).not.toContain(canary.accessToken);
    expect(shell.context.sealer.open('abc123', 'access-token', store?.tokenSealed ?? '')).toBe(
      canary.accessToken,
    );
    expect(shell.context.sealer.open('abc123', 'hook-secret', store?.hookSecretSealed ?? '')).toBe(
      shell.hookSecrets.get('abc123'),
    );
    expect(await shell.context.db.users.get('abc123', 24654)).toMatchObject({ isOwner: false });
    expect(shell.nudged).toEqual(['abc123']);
  });

  it('gives a code that opens one session', async () => {
    const answer = await shell.get(authPath).expect(303);
    const code = fragmentOf(answer.headers['location']).get('code');
    await request(shell.app).post('/api/session').send({ code }).expect(200);
    await request(shell.app).post('/api/session').send({ code }).expect(401);
  });

  it('asks BigCommerce for the token with the address that is registered', async () => {
    await shell.get(authPath).expect(303);
    const exchange = shell.bigcommerce.seen.findLast(({ path }) => path === '/oauth2/token');
    expect(JSON.parse(exchange?.body ?? '')).toMatchObject({
      redirect_uri: 'https://app.example.com/bigcommerce/auth',
      code: 'canary-code',
    });
  });

  it('believes the token answer about the store, not the address', async () => {
    shell.grant['context'] = 'stores/other9';
    await shell.get(authPath.replace('abc123', 'victim1')).expect(303);
    expect(await shell.context.db.stores.get('victim1')).toBeNull();
    expect(await shell.context.db.stores.get('other9')).toMatchObject({ state: 'installed' });
  });

  it('replaces the token on a new authorisation and keeps the webhooks’ secret', async () => {
    const before = await shell.install('again1');
    const secret = shell.hookSecrets.get('again1');
    shell.grant['access_token'] = 'canary-second-access-token';
    const after = await shell.install('again1');
    expect(after.generation).toBe(before.generation + 1);
    expect(shell.context.sealer.open('again1', 'access-token', after.tokenSealed ?? '')).toBe(
      'canary-second-access-token',
    );
    expect(shell.hookSecrets.get('again1')).toBe(secret);
  });

  it('is done although the webhooks could not be created, and says so in the panel', async () => {
    shell.superviseHooks = () => Promise.reject(new Error('no hooks today'));
    await shell.install('nohooks');
    expect(await shell.context.db.problems.listOpen('nohooks')).toMatchObject([{ code: 'webhooks-missing' }]);
  });

  it('is done although the store’s details could not be read', async () => {
    shell.bigcommerce.answer = (seen, response, count) => {
      if (seen.path.endsWith('/v2/store')) sendJson(response, 403, {});
      else usual.answer(seen, response, count);
    };
    expect((await shell.install('nodetails')).profile).toBeNull();
  });

  it('ends an installation from outside the control panel where BigCommerce wants it', async () => {
    const answer = await shell.get(`${authPath}&external_install=true`).expect(303);
    expect(answer.headers['location']).toBe(`${shell.bigcommerce.url}/app/${clientId}/install/succeeded`);
    shell.grant['scope'] = 'store_v2_orders_read_only';
    const failed = await shell.get(`${authPath}&external_install=true`).expect(303);
    expect(failed.headers['location']).toBe(`${shell.bigcommerce.url}/app/${clientId}/install/failed`);
  });

  it.each([
    ['a used code', 400, { error: 'invalid_grant' }, 400, /used already or is too old/],
    ['trouble at BigCommerce', 503, {}, 502, /does not answer/],
    ['a token for no store', 200, { context: 'users/5' }, 400, /could not be finished/],
    ['a token without scope', 200, { scope: '' }, 400, /could not be finished/],
    ['missing scopes', 200, { scope: 'store_v2_customers' }, 403, /store_v2_orders_read_only/],
  ])('turns %s into a page that says what to do', async (_, status, changes, expected, text) => {
    shell.bigcommerce.answer = (_seen, response) =>
      sendJson(response, status, { ...shell.grant, context: 'stores/refused1', ...changes });
    const answer = await shell.get(authPath).expect(expected).expect('content-type', /html/);
    expect(answer.text).toMatch(text);
    expect(answer.text).not.toContain('canary');
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(await shell.context.db.stores.get('refused1')).toBeNull();
  });

  it.each([
    '/bigcommerce/auth',
    '/bigcommerce/auth?code=canary-code',
    '/bigcommerce/auth?code=canary-code&scope=x&context=stores%2F..%2Fx',
    '/bigcommerce/auth?code=canary-code&code=d&scope=x&context=stores%2Fabc123',
  ])('asks BigCommerce nothing for %s', async (path) => {
    const before = shell.bigcommerce.seen.length;
    const answer = await shell.get(path).expect(400);
    expect(answer.text).toContain('marketplace');
    expect(shell.bigcommerce.seen).toHaveLength(before);
  });
});

describe('opening', () => {
  beforeAll(() => shell.install());

  it('remembers the user and leads to the page of the deep link', async () => {
    const token = shell.signPayload({
      user: { id: 77, email: canary.userEmail, locale: 'fr-CA' },
      url: '/mapping',
    });
    const answer = await load(token).expect(303);
    expect(fragmentOf(answer.headers['location']).get('route')).toBe('/mapping');
    expect(answer.headers['location']).not.toContain(token);
    expect(answer.headers).not.toHaveProperty('set-cookie');
    expect(await shell.context.db.users.get('abc123', 77)).toMatchObject({ locale: 'fr-CA', isOwner: false });
  });

  it('knows the owner', async () => {
    await load(shell.signPayload({ user: { id: 12345 } })).expect(303);
    expect(await shell.context.db.users.get('abc123', 12345)).toMatchObject({ isOwner: true });
  });

  describe('in a store that changes hands', () => {
    const ownerOf = async (hash: string) => (await shell.context.db.stores.get(hash))?.owner;
    const open = (hash: string, owner: unknown) =>
      load(shell.signPayload({ sub: `stores/${hash}`, owner })).expect(303);

    async function confirmAgeGate(hash: string): Promise<void> {
      const store = await shell.context.db.stores.get(hash);
      const ageGate = { wording: ageGateWording, confirmedAt: new Date(), confirmedBy: 1 };
      await shell.context.db.stores.updateSetup(hash, {
        ageGate: { ...ageGate, ownerId: store?.owner?.id ?? 0 },
      });
    }

    async function isConfirmed(hash: string): Promise<boolean> {
      const session = await openSession(
        shell.signPayload({ sub: `stores/${hash}`, owner: undefined, user: { id: 24654 } }),
      );
      const { body } = await shell.get('/api/status').set('authorization', `Bearer ${session}`).expect(200);
      return body.setup.ageGate !== null;
    }

    it('the new owner is known from the first opening on, and the age gate is asked again', async () => {
      await shell.install('sold');
      await confirmAgeGate('sold');
      expect(await isConfirmed('sold')).toBe(true);
      await open('sold', { id: 777, email: canary.ownerEmail });
      expect(await ownerOf('sold')).toEqual({ id: 777, email: canary.ownerEmail });
      expect(await isConfirmed('sold')).toBe(false);
      const entries = await shell.context.db.audit.list('sold', { limit: 1, before: null });
      expect(entries).toMatchObject([{ action: 'owner-changed', details: { from: 12345, to: 777 } }]);
    });

    it('an owner whom the installation did not name is learnt without asking again', async () => {
      delete shell.grant['owner'];
      await shell.install('unnamed');
      await confirmAgeGate('unnamed');
      await open('unnamed', { id: 12345 });
      expect(await ownerOf('unnamed')).toEqual({ id: 12345, email: null });
      expect(await isConfirmed('unnamed')).toBe(true);
      await open('unnamed', { id: 777 });
      expect(await isConfirmed('unnamed')).toBe(false);
    });

    it('the owner’s e-mail follows, and is kept where BigCommerce names none', async () => {
      await shell.install('mail');
      await open('mail', { id: 12345, email: 'canary.second@example.com' });
      expect(await ownerOf('mail')).toEqual({ id: 12345, email: 'canary.second@example.com' });
      for (const owner of [{ id: 12345 }, undefined, { email: 'x' }]) await open('mail', owner);
      expect(await ownerOf('mail')).toEqual({ id: 12345, email: 'canary.second@example.com' });
    });

    it('nothing is written while the owner stays', async () => {
      await shell.install('kept');
      const setOwner = vi.spyOn(shell.context.db.stores, 'setOwner');
      await open('kept', { id: 12345, email: canary.ownerEmail });
      await open('kept', { id: 12345 });
      expect(setOwner).not.toHaveBeenCalled();
      setOwner.mockRestore();
    });
  });

  it.each(['https://evil.example', '//evil.example/x', '/unknown', '/../x'])(
    'leads the link %s to the first page of our own',
    async (url) => {
      const answer = await load(shell.signPayload({ url })).expect(303);
      expect(answer.headers['location']).toMatch(/^https:\/\/app\.example\.com\/#/);
      expect(fragmentOf(answer.headers['location']).get('route')).toBe('/');
    },
  );

  it('works once for each token, even when asked ten times at once', async () => {
    const token = shell.signPayload();
    const answers = await Promise.all(Array.from({ length: 10 }, () => load(token)));
    expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    const refused = answers.filter(({ status }) => status === 401);
    expect(refused).toHaveLength(9);
    expect(refused[0]?.text).toContain('Open the app again from the menu');
  });

  it('tells a store without the app to install it', async () => {
    const answer = await load(shell.signPayload({ sub: 'stores/nowhere' })).expect(404);
    expect(answer.text).toContain('Install it again');
    expect(await shell.context.db.users.list('nowhere')).toEqual([]);
  });

  it('refuses tokens that are not BigCommerce’s, and changes nothing', async () => {
    const seconds = Math.floor(Date.now() / 1000);
    const user = { id: 666, email: 'x@example.com', locale: 'en' };
    const tokens = [
      shell.signPayload({ user }, 'another-secret-of-somebody'),
      shell.signPayload({ user, aud: 'another-app' }),
      shell.signPayload({ user, iss: 'evil' }),
      shell.signPayload({ user, exp: seconds - 120 }),
      shell.signPayload({ user, nbf: seconds + 120 }),
      shell.signPayload({ user, sub: 'stores/../abc123' }),
      shell.signPayload({ user, jti: '' }),
      'a.b.c',
      '',
    ];
    for (const token of tokens) await load(token).expect(401).expect('content-type', /html/);
    expect(await shell.context.db.users.get('abc123', 666)).toBeNull();
  });
});

describe('uninstalling', () => {
  it('erases the token, stops the work and answers nothing', async () => {
    await shell.install('leaver');
    const answer = await uninstall(shell.signPayload({ sub: 'stores/leaver', iat: inSeconds(1) })).expect(
      200,
    );
    expect(answer.text).toBe('');
    expect(shell.halted).toEqual(['leaver']);
    expect(await shell.context.db.stores.get('leaver')).toMatchObject({
      state: 'uninstalled',
      tokenSealed: null,
    });
    await load(shell.signPayload({ sub: 'stores/leaver' })).expect(404);
  });

  it('is done for any user who may, and again without harm', async () => {
    await shell.install('leaver2');
    const token = shell.signPayload({ sub: 'stores/leaver2', iat: inSeconds(1), user: { id: 4321 } });
    await uninstall(token).expect(200);
    await uninstall(token).expect(200);
    await uninstall(shell.signPayload({ sub: 'stores/neverseen' })).expect(200);
  });

  it('of an earlier installation changes nothing', async () => {
    await shell.install('returner');
    const late = shell.signPayload({ sub: 'stores/returner', iat: inSeconds(-60) });
    await uninstall(late).expect(200);
    expect(await shell.context.db.stores.get('returner')).toMatchObject({ state: 'installed' });
    expect(shell.halted).toEqual([]);
  });

  it('gives the next installation another webhook secret', async () => {
    await shell.install('renewed');
    const secret = shell.hookSecrets.get('renewed');
    await uninstall(shell.signPayload({ sub: 'stores/renewed', iat: inSeconds(1) })).expect(200);
    await shell.install('renewed');
    expect(shell.hookSecrets.get('renewed')).not.toBe(secret);
  });

  it('is refused without BigCommerce’s signature', async () => {
    await shell.install('stayer');
    await uninstall(shell.signPayload({ sub: 'stores/stayer' }, 'another-secret-of-somebody')).expect(401);
    await shell.get('/bigcommerce/uninstall').expect(401);
    expect(await shell.context.db.stores.get('stayer')).toMatchObject({ state: 'installed' });
  });
});

describe('a token that has opened the app', () => {
  it('neither uninstalls nor removes anybody: it stood in an address', async () => {
    await shell.install('opened');
    const user = { id: 503, email: canary.userEmail, locale: 'en-US' };
    const token = shell.signPayload({ sub: 'stores/opened', iat: inSeconds(1), user });
    await load(token).expect(303);
    await uninstall(token).expect(401);
    await removeUser(token).expect(401);
    expect(await shell.context.db.stores.get('opened')).toMatchObject({ state: 'installed' });
    expect(await shell.context.db.users.get('opened', 503)).not.toBeNull();
  });
});

describe('removing a user', () => {
  it('ends the sessions of that user and of nobody else', async () => {
    await shell.install();
    const leaving = { id: 501, email: canary.userEmail, locale: 'en-US' };
    const staying = { ...leaving, id: 502 };
    const session = await openSession(shell.signPayload({ user: leaving }));
    const other = await openSession(shell.signPayload({ user: staying }));
    const answer = await removeUser(shell.signPayload({ user: leaving })).expect(200);
    expect(answer.text).toBe('');
    await shell.get('/api/status').set('authorization', `Bearer ${session}`).expect(401);
    await shell.get('/api/status').set('authorization', `Bearer ${other}`).expect(200);
  });

  it('is refused without BigCommerce’s signature', async () => {
    await shell.install();
    await removeUser(shell.signPayload({}, 'another-secret-of-somebody')).expect(401);
    expect(await shell.context.db.users.get('abc123', 24654)).not.toBeNull();
  });
});

it('none of all this left a token, a code, a secret or an e-mail in the log', () => {
  const log = shell.lines.join('');
  expect(log).toContain('"installed"');
  expect(log).not.toMatch(/canary|eyJ|example\.com/);
});

function inSeconds(seconds: number): number {
  return Math.floor(Date.now() / 1000) + seconds;
}
