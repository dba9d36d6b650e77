import jsonwebtoken from 'jsonwebtoken';
import { describe, expect, it } from 'vitest';
import { Apps } from './apps.ts';
import { jwtVariants, signPayload } from './signed-payload.ts';
import { createStoreAccount, requireOwner } from './store-users.ts';
import { testApp } from './testing.ts';

const account = createStoreAccount('abc123', 'Test Store', 1001);
const now = Math.floor(Date.now() / 1000);
const input = {
  app: new Apps().register(testApp),
  account,
  user: requireOwner(account),
  now,
  url: '/activity',
};

/** What an app has to check, by a library that shares nothing with the factory. */
function verify(jwt: string): string {
  try {
    const claims = jsonwebtoken.verify(jwt, testApp.clientSecret, {
      algorithms: ['HS256'],
      audience: testApp.clientId,
      issuer: 'bc',
    });
    if (typeof claims === 'string') return 'no object';
    if (claims.exp === undefined) return 'no exp';
    if (claims.jti === undefined) return 'no jti';
    if (!/^stores\/[a-z0-9]+$/.test(claims.sub ?? '')) return 'bad sub';
    if (claims.sub !== 'stores/abc123') return 'unknown store';
    return claims['user'] === undefined ? 'no user' : 'good';
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

describe('a signed payload', () => {
  it('carries the acting user, the owner and the deep link', () => {
    expect(jsonwebtoken.decode(signPayload(input))).toMatchObject({
      aud: testApp.clientId,
      iss: 'bc',
      iat: now,
      nbf: now - 5,
      exp: now + 86_400,
      sub: 'stores/abc123',
      user: { id: 1001, email: 'olivia@abc123.example', locale: 'en-US' },
      owner: { id: 1001 },
      url: '/activity',
      channel_id: null,
    });
  });

  const verdicts = {
    good: 'good',
    'wrong-secret': 'invalid signature',
    'wrong-audience': /audience invalid/,
    'wrong-issuer': /issuer invalid/,
    expired: 'jwt expired',
    'not-yet': 'jwt not active',
    'alg-none': 'jwt signature is required',
    rs256: 'invalid algorithm',
    'rs256-confusion': 'invalid algorithm',
    'no-subject': 'bad sub',
    'no-id': 'no jti',
    'no-expiry': 'no exp',
    'no-user': 'no user',
    'other-store': 'unknown store',
    'path-store': 'bad sub',
    tampered: 'invalid signature',
    garbage: /./,
  };

  it.each(jwtVariants)('of the kind "%s" is broken in its way only', (variant) => {
    expect(verify(signPayload(input, variant))).toMatch(verdicts[variant]);
  });
});
