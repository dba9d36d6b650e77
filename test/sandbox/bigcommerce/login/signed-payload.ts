import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import type { AppProfile } from './apps.ts';
import { requireOwner, type StoreAccount, type StoreUser } from './store-users.ts';

/** Everything that can be wrong with a `signed_payload_jwt`. */
export const jwtVariants = [
  'good',
  'wrong-secret',
  'wrong-audience',
  'wrong-issuer',
  'expired',
  /** `nbf` an hour ahead. */
  'not-yet',
  'alg-none',
  /** A true RS256 signature. */
  'rs256',
  /** HMAC with our secret under a header that says RS256. */
  'rs256-confusion',
  'no-subject',
  'no-id',
  'no-expiry',
  'no-user',
  /** A good signature for a store that did not send it. */
  'other-store',
  /** `stores/../x` */
  'path-store',
  /** Claims changed after signing. */
  'tampered',
  'garbage',
] as const;

export type JwtVariant = (typeof jwtVariants)[number];

export interface PayloadClaims {
  aud: string;
  iss: string;
  iat: number;
  nbf: number;
  exp: number;
  jti: string;
  sub: string;
  user: { id: number; email: string; locale: string };
  owner: { id: number; email: string };
  url: string;
  channel_id: number | null;
}

export interface PayloadInput {
  app: AppProfile;
  account: StoreAccount;
  user: StoreUser;
  /** Unix seconds. */
  now: number;
  url?: string;
  channelId?: number | null;
}

/** https://developer.bigcommerce.com/docs/integrations/apps/guide/callbacks */
export function buildClaims({ app, account, user, now, url, channelId }: PayloadInput): PayloadClaims {
  const owner = requireOwner(account);
  return {
    aud: app.clientId,
    iss: 'bc',
    iat: now,
    nbf: now - 5,
    exp: now + 86_400,
    jti: randomUUID(),
    sub: `stores/${account.hash}`,
    user: { id: user.id, email: user.email, locale: user.locale },
    owner: { id: owner.id, email: owner.email },
    url: url ?? '/',
    channel_id: channelId ?? null,
  };
}

/** A compact JWT, good or broken in one way. */
export function signPayload(input: PayloadInput, variant: JwtVariant = 'good'): string {
  const claims: Partial<PayloadClaims> = buildClaims(input);
  const secret = input.app.clientSecret;
  const { now } = input;
  switch (variant) {
    case 'good':
      return hs256(claims, secret);
    case 'wrong-secret':
      return hs256(claims, `${secret}x`);
    case 'wrong-audience':
      return hs256({ ...claims, aud: 'another-client' }, secret);
    case 'wrong-issuer':
      return hs256({ ...claims, iss: 'bc/apps' }, secret);
    case 'expired':
      return hs256({ ...claims, iat: now - 90_000, nbf: now - 90_005, exp: now - 3_600 }, secret);
    case 'not-yet':
      return hs256({ ...claims, nbf: now + 3_600 }, secret);
    case 'alg-none':
      return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    case 'rs256': {
      const content = `${encode({ alg: 'RS256', typ: 'JWT' })}.${encode(claims)}`;
      const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
      return `${content}.${sign('sha256', Buffer.from(content), privateKey).toString('base64url')}`;
    }
    case 'rs256-confusion':
      return hs256(claims, secret, 'RS256');
    case 'no-subject':
      return hs256(without(claims, 'sub'), secret);
    case 'no-id':
      return hs256(without(claims, 'jti'), secret);
    case 'no-expiry':
      return hs256(without(claims, 'exp'), secret);
    case 'no-user':
      return hs256(without(claims, 'user'), secret);
    case 'other-store':
      return hs256({ ...claims, sub: 'stores/nobody0' }, secret);
    case 'path-store':
      return hs256({ ...claims, sub: 'stores/../x' }, secret);
    case 'tampered': {
      const [header, , signature] = hs256(claims, secret).split('.');
      return `${header}.${encode({ ...claims, user: { ...claims.user, id: 1 } })}.${signature}`;
    }
    case 'garbage':
      return 'not.a.jwt';
  }
}

function without(claims: Partial<PayloadClaims>, name: keyof PayloadClaims): Partial<PayloadClaims> {
  return Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
}

function encode(part: unknown): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}

function hs256(claims: unknown, secret: string, algorithm = 'HS256'): string {
  const content = `${encode({ alg: algorithm, typ: 'JWT' })}.${encode(claims)}`;
  return `${content}.${createHmac('sha256', secret).update(content).digest('base64url')}`;
}
