import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** What BigCommerce says with a signed callback: which user of which store. */
export interface SignedPayload {
  storeHash: string;
  /** The acting user; on `remove-user` the removed one. */
  user: { id: number; email: string | null; locale: string | null };
  /** Null where BigCommerce does not name one. */
  owner: { id: number; email: string | null } | null;
  issuedAt: Date;
  expiresAt: Date;
  /** Unique id of the token. */
  jti: string;
  /** Deep link, chosen by whoever made it. */
  url: string | null;
}

export type PayloadRefusal = 'missing' | 'malformed' | 'refused' | 'expired' | 'not-yet' | 'claims';
export type PayloadVerdict = { ok: true; payload: SignedPayload } | { ok: false; reason: PayloadRefusal };

/** For clocks that differ. */
const leewaySeconds = 60;

const instant = z.int().positive();
const personId = z.int().positive();
const lenientText = z.string().min(1).max(320).nullish().catch(null);

const claimsSchema = z.object({
  aud: z.string(),
  iat: instant,
  exp: instant,
  jti: z.string().min(1).max(200),
  sub: z.string().regex(/^stores\/[a-z0-9]{1,40}$/),
  user: z.object({ id: personId, email: lenientText, locale: lenientText }),
  owner: z.object({ id: personId, email: lenientText }).nullish().catch(null),
  url: z.string().max(2_000).nullish().catch(null),
});

/** Key of the claim by which a token opens the app once. @param jti of the token */
export function claimOfLoad(jti: string): string {
  return `load:${jti}`;
}

/**
 * Checks a `signed_payload_jwt`: HS256 and nothing else, our client id, BigCommerce as issuer, times with a minute of
 * leeway, the form of the store. E-mails are not compared: they change, ids do not.
 * https://developer.bigcommerce.com/docs/integrations/apps/guide/callbacks
 * @returns the payload, or a reason for the log that tells the caller nothing
 */
export function verifySignedPayload(
  token: unknown,
  expected: { clientId: string; clientSecret: string; now: Date },
): PayloadVerdict {
  if (typeof token !== 'string' || token === '') return { ok: false, reason: 'missing' };
  let claims: unknown;
  try {
    claims = jwt.verify(token, expected.clientSecret, {
      algorithms: ['HS256'],
      audience: expected.clientId,
      issuer: 'bc',
      clockTolerance: leewaySeconds,
      clockTimestamp: Math.floor(expected.now.getTime() / 1000),
    });
  } catch (error) {
    return { ok: false, reason: errorToReason(error) };
  }
  const parsed = claimsSchema.safeParse(claims);
  return parsed.success
    ? { ok: true, payload: claimsToPayload(parsed.data) }
    : { ok: false, reason: 'claims' };
}

function errorToReason(error: unknown): PayloadRefusal {
  if (error instanceof jwt.TokenExpiredError) return 'expired';
  if (error instanceof jwt.NotBeforeError) return 'not-yet';
  // Broken base64 or JSON inside surfaces as a SyntaxError.
  if (error instanceof SyntaxError) return 'malformed';
  if (error instanceof jwt.JsonWebTokenError) {
    return /malformed|invalid token/.test(error.message) ? 'malformed' : 'refused';
  }
  throw error;
}

function claimsToPayload(claims: z.output<typeof claimsSchema>): SignedPayload {
  return {
    storeHash: claims.sub.slice('stores/'.length),
    user: { id: claims.user.id, email: claims.user.email ?? null, locale: claims.user.locale ?? null },
    owner: claims.owner ? { id: claims.owner.id, email: claims.owner.email ?? null } : null,
    issuedAt: new Date(claims.iat * 1000),
    expiresAt: new Date(claims.exp * 1000),
    jti: claims.jti,
    url: claims.url ?? null,
  };
}
