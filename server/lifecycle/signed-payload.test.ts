import { generateKeyPairSync } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { verifySignedPayload } from './signed-payload.ts';

const clientId = 'client-id';
const clientSecret = 'client-secret-of-the-app';
const now = new Date('2026-03-01T12:00:00Z');
const seconds = now.getTime() / 1000;

const claims = {
  aud: clientId,
  iss: 'bc',
  iat: seconds,
  nbf: seconds - 5,
  exp: seconds + 86_400,
  jti: '9d8b3b8c-5c5e-4c8e-9a51-6d1c3d7d6b0e',
  sub: 'stores/abc123',
  user: { id: 7, email: 'user@example.com', locale: 'en-US' },
  owner: { id: 5, email: 'owner@example.com' },
  url: '/mapping',
  channel_id: null,
};

function sign(changes: Record<string, unknown> = {}, secret = clientSecret): string {
  const all: Record<string, unknown> = { ...claims, ...changes };
  const payload = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined));
  // The library would add a time of issue, or take ours away.
  return jwt.sign(payload, secret, { algorithm: 'HS256', noTimestamp: !Object.hasOwn(payload, 'iat') });
}

const verify = (token: unknown) => verifySignedPayload(token, { clientId, clientSecret, now });
const base64url = (value: unknown) => Buffer.from(JSON.stringify(value)).toString('base64url');

describe('verifySignedPayload', () => {
  it('gives what BigCommerce says', () => {
    expect(verify(sign())).toEqual({
      ok: true,
      payload: {
        storeHash: 'abc123',
        user: { id: 7, email: 'user@example.com', locale: 'en-US' },
        owner: { id: 5, email: 'owner@example.com' },
        issuedAt: now,
        expiresAt: new Date((seconds + 86_400) * 1000),
        jti: claims.jti,
        url: '/mapping',
      },
    });
  });

  it('does without owner, e-mail, locale and link', () => {
    const token = sign({ owner: undefined, url: undefined, user: { id: 7 } });
    expect(verify(token)).toMatchObject({
      ok: true,
      payload: { owner: null, url: null, user: { id: 7, email: null, locale: null } },
    });
  });

  it.each([
    ['no e-mail', { id: 5 }],
    ['an e-mail that is none', { id: 5, email: { $ne: 1 } }],
  ])('knows an owner with %s', (_, owner) => {
    expect(verify(sign({ owner }))).toMatchObject({ ok: true, payload: { owner: { id: 5, email: null } } });
  });

  it.each([
    ['expired within the leeway', { exp: seconds - 59 }],
    ['not yet valid within the leeway', { nbf: seconds + 59 }],
    ['without nbf', { nbf: undefined }],
    ['with a link that is no text', { url: { $ne: 1 } }],
  ])('takes one that is %s', (_, changes) => {
    expect(verify(sign(changes))).toMatchObject({ ok: true });
  });

  it.each([
    ['a wrong audience', { aud: 'another-app' }, 'refused'],
    ['several audiences', { aud: [clientId, 'another-app'] }, 'claims'],
    ['no audience', { aud: undefined }, 'refused'],
    ['a wrong issuer', { iss: 'evil' }, 'refused'],
    ['no issuer', { iss: undefined }, 'refused'],
    ['an end that is over', { exp: seconds - 61 }, 'expired'],
    ['no end', { exp: undefined }, 'claims'],
    ['a beginning to come', { nbf: seconds + 61 }, 'not-yet'],
    ['no time of issue', { iat: undefined }, 'claims'],
    ['no id', { jti: undefined }, 'claims'],
    ['an empty id', { jti: '' }, 'claims'],
    ['no store', { sub: undefined }, 'claims'],
    ['a store that climbs', { sub: 'stores/../x' }, 'claims'],
    ['a store in capitals', { sub: 'stores/ABC' }, 'claims'],
    ['a store with a line break', { sub: 'stores/abc\n' }, 'claims'],
    ['something else than a store', { sub: 'users/abc' }, 'claims'],
    ['no user', { user: undefined }, 'claims'],
    ['a user without id', { user: { email: 'a@example.com' } }, 'claims'],
    ['a user whose id is an operator', { user: { id: { $ne: 1 } } }, 'claims'],
    ['a user whose id is text', { user: { id: '7' } }, 'claims'],
  ])('refuses %s', (_, changes, reason) => {
    expect(verify(sign(changes))).toEqual({ ok: false, reason });
  });

  it('refuses another secret', () => {
    expect(verify(sign({}, 'secret-of-somebody-else'))).toEqual({ ok: false, reason: 'refused' });
  });

  it('refuses a payload that was changed after signing', () => {
    const [header, , signature] = sign().split('.');
    const token = `${header}.${base64url({ ...claims, sub: 'stores/victim' })}.${signature}`;
    expect(verify(token)).toEqual({ ok: false, reason: 'refused' });
  });

  it.each(['none', 'None', 'NONE'])('refuses the algorithm "%s"', (alg) => {
    const unsigned = `${base64url({ alg, typ: 'JWT' })}.${base64url(claims)}.`;
    expect(verify(unsigned)).toMatchObject({ ok: false });
    expect(verify(`${unsigned}${sign().split('.')[2]}`)).toMatchObject({ ok: false });
  });

  it.each(['HS384', 'HS512'] as const)('refuses %s, although the secret is right', (algorithm) => {
    const token = jwt.sign(claims, clientSecret, { algorithm });
    expect(verify(token)).toEqual({ ok: false, reason: 'refused' });
  });

  it('refuses RS256', () => {
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const token = jwt.sign(claims, privateKey, { algorithm: 'RS256' });
    expect(verify(token)).toEqual({ ok: false, reason: 'refused' });
  });

  it.each([
    [undefined, 'missing'],
    ['', 'missing'],
    [['a', 'b'], 'missing'],
    [{ $ne: 1 }, 'missing'],
    ['a', 'malformed'],
    ['a.b', 'malformed'],
    ['a.b.c', 'malformed'],
    ['..', 'malformed'],
    [`${base64url({ alg: 'HS256' })}.%%%.c`, 'malformed'],
  ])('refuses %j', (token, reason) => {
    expect(verify(token)).toEqual({ ok: false, reason });
  });
});
