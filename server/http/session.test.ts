import express, { type Response } from 'express';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { createSessions, type SessionStore, type SessionUser } from './session.ts';

const sessionKey = 'a session key of at least thirty-two bytes';
const minute = 60_000;
const start = Date.parse('2026-03-01T10:00:00Z');

interface User extends SessionUser {
  locale: string;
}

function setUp() {
  let now = start;
  const kept = new Map<string, { value: Record<string, unknown>; expireAt: Date }>();
  const stores = new Map<string, SessionStore>([
    ['abc', { hash: 'abc', generation: 3, state: 'installed' }],
    ['other', { hash: 'other', generation: 1, state: 'installed' }],
  ]);
  const users = new Map<string, User>([
    ['abc/7', { userId: 7, locale: 'de' }],
    ['other/9', { userId: 9, locale: 'en' }],
  ]);
  const sessions = createSessions<SessionStore, User>({
    sessionKey,
    claims: {
      async put(key, value, expireAt) {
        kept.set(key, { value, expireAt });
      },
      async take(key, at) {
        const found = kept.get(key);
        kept.delete(key);
        return found && found.expireAt > at ? found.value : null;
      },
    },
    users: { get: async (store, userId) => users.get(`${store}/${userId}`) ?? null },
    stores: { get: async (hash) => stores.get(hash) ?? null },
    clock: { now: () => new Date(now) },
  });
  const token = () => sessions.sign({ store: 'abc', userId: 7, startedAt: new Date(now) }).token;
  /** What `requireSession` lets through, or why it does not. */
  async function enter(header: string | undefined) {
    const request = Object.create(express.request, {
      headers: { value: header === undefined ? {} : { authorization: header } },
    });
    const response: Response = Object.create(express.response, { locals: { value: {} } });
    try {
      await sessions.requireSession()(request, response, () => undefined);
    } catch (error) {
      return error instanceof AppError ? `${error.status} ${error.code}` : error;
    }
    return { locals: response.locals, session: sessions.current(response) };
  }
  return { sessions, stores, users, kept, token, enter, pass: (ms: number) => (now += ms) };
}

const base = { sub: '7', store: 'abc', start: start / 1000, iat: start / 1000, exp: start / 1000 + 600 };
const { exp: _exp, ...endless } = base;
const about = { iss: 'aiq-for-bigcommerce', aud: 'panel' };

describe('codes', () => {
  const input = { store: 'abc', userId: 7, generation: 3, route: '/activity?kind=order' };

  it('open a session once, and their text is not kept', async () => {
    const { sessions, kept } = setUp();
    const code = await sessions.issueCode(input);
    expect(JSON.stringify([...kept])).not.toContain(code);
    const opened = await sessions.redeemCode(code);
    expect(opened).toMatchObject({ store: { hash: 'abc' }, user: { userId: 7 }, route: input.route });
    await expect(sessions.redeemCode(code)).rejects.toMatchObject({ status: 401, code: 'code-used' });
  });

  it('end after two minutes', async () => {
    const { sessions, pass } = setUp();
    const code = await sessions.issueCode(input);
    pass(2 * minute);
    await expect(sessions.redeemCode(code)).rejects.toMatchObject({ code: 'code-used' });
  });

  it.each([
    ['the store was installed anew', { hash: 'abc', generation: 4, state: 'installed' } as const],
    ['the store was uninstalled', { hash: 'abc', generation: 3, state: 'uninstalled' } as const],
  ])('do not open once %s', async (_why, store) => {
    const { sessions, stores } = setUp();
    const code = await sessions.issueCode(input);
    stores.set('abc', store);
    await expect(sessions.redeemCode(code)).rejects.toMatchObject({ code: 'code-used' });
  });

  it('do not open for a user who was removed meanwhile', async () => {
    const { sessions, users } = setUp();
    const code = await sessions.issueCode(input);
    users.clear();
    await expect(sessions.redeemCode(code)).rejects.toMatchObject({ code: 'code-used' });
  });

  it.each([
    'https://evil.example/',
    '//evil.example',
    '/\\evil.example',
    'javascript:alert(1)',
    `/${'x'.repeat(600)}`,
  ])('lead to the first page instead of %s', async (route) => {
    const { sessions } = setUp();
    const code = await sessions.issueCode({ ...input, route });
    expect((await sessions.redeemCode(code)).route).toBe('/');
  });
});

describe('tokens', () => {
  it('let their own user into their own store, and say so to later steps', async () => {
    const { enter, token } = setUp();
    expect(await enter(`Bearer ${token()}`)).toMatchObject({
      locals: { session: { store: 'abc', userId: 7 } },
      session: { store: { hash: 'abc' }, user: { userId: 7, locale: 'de' } },
    });
  });

  it('end after ten minutes', async () => {
    const { enter, token, pass } = setUp();
    const header = `Bearer ${token()}`;
    pass(10 * minute - 1000);
    expect(await enter(header)).toHaveProperty('session');
    pass(1000);
    expect(await enter(header)).toBe('401 session-expired');
  });

  it('are renewed for twelve hours after the app was opened, and not a minute longer', () => {
    const { sessions, stores, users, pass } = setUp();
    const session = { store: stores.get('abc')!, user: users.get('abc/7')!, startedAt: new Date(start) };
    pass(12 * 60 * minute - 3 * minute);
    const last = sessions.renew(session);
    expect(last.expiresAt.toISOString()).toBe('2026-03-01T22:00:00.000Z');
    expect(last.endsAt.toISOString()).toBe('2026-03-01T22:00:00.000Z');
    pass(3 * minute);
    expect(() => sessions.renew(session)).toThrow(expect.objectContaining({ code: 'session-expired' }));
  });

  it('stop working when the user is removed and when the store uninstalls the app', async () => {
    const { enter, token, users, stores } = setUp();
    users.delete('abc/7');
    expect(await enter(`Bearer ${token()}`)).toBe('401 not-signed-in');
    stores.set('abc', { hash: 'abc', generation: 3, state: 'uninstalled' });
    expect(await enter(`Bearer ${token()}`)).toBe('403 store-not-installed');
    stores.delete('abc');
    expect(await enter(`Bearer ${token()}`)).toBe('403 store-not-installed');
  });

  it('go on when the store is authorised again', async () => {
    const { enter, token, stores } = setUp();
    const header = `Bearer ${token()}`;
    stores.set('abc', { hash: 'abc', generation: 4, state: 'installed' });
    expect(await enter(header)).toHaveProperty('session');
  });

  it('cannot be altered: another store in the payload breaks the signature', async () => {
    const { enter, token } = setUp();
    const [head, payload, signature] = token().split('.');
    const claims = JSON.parse(Buffer.from(payload!, 'base64url').toString());
    const altered = Buffer.from(JSON.stringify({ ...claims, store: 'other', sub: '9' })).toString(
      'base64url',
    );
    expect(await enter(`Bearer ${head}.${altered}.${signature}`)).toBe('401 not-signed-in');
  });

  const none = jwt.sign({ ...base, ...about }, null, { algorithm: 'none' });
  it.each([
    ['no token', undefined],
    ['another scheme', 'Basic YTpi'],
    ['garbage', 'Bearer a.b.c'],
    ['no signature (alg none)', `Bearer ${none}`],
    ['alg none with a made-up signature', `Bearer ${none}AAAA`],
    ['another algorithm', `Bearer ${jwt.sign({ ...base, ...about }, sessionKey, { algorithm: 'HS512' })}`],
    ['another key', `Bearer ${jwt.sign({ ...base, ...about }, 'x'.repeat(40))}`],
    ['another audience', `Bearer ${jwt.sign({ ...base, ...about, aud: 'load' }, sessionKey)}`],
    ['another issuer', `Bearer ${jwt.sign({ ...base, ...about, iss: 'bc' }, sessionKey)}`],
    ['no end', `Bearer ${jwt.sign({ ...endless, ...about }, sessionKey)}`],
    ['a store hash that is a path', `Bearer ${jwt.sign({ ...base, ...about, store: '../x' }, sessionKey)}`],
    [
      'a user id that is an operator',
      `Bearer ${jwt.sign({ ...base, ...about, sub: '{"$ne":1}' }, sessionKey)}`,
    ],
  ])('are refused with %s', async (_what, header) => {
    const { enter } = setUp();
    expect(await enter(header)).toBe('401 not-signed-in');
  });

  it('of the right form are accepted, so that the refusals above are for their own reason', async () => {
    const { enter } = setUp();
    expect(await enter(`Bearer ${jwt.sign({ ...base, ...about }, sessionKey)}`)).toHaveProperty('session');
  });
});
