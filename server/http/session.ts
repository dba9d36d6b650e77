import { createHash, randomBytes } from 'node:crypto';
import type { RequestHandler, Response } from 'express';
import jwt from 'jsonwebtoken';
import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { AppError } from '../errors.ts';

/** What a session needs to know of a store and of a user; the rows themselves are handed on to the routes. */
export interface SessionStore {
  hash: string;
  generation: number;
  state: 'installed' | 'uninstalled';
}
export interface SessionUser {
  userId: number;
}

export interface SessionDeps<S extends SessionStore, U extends SessionUser> {
  /** At least 32 bytes; signs nothing but these tokens. */
  sessionKey: string;
  claims: {
    put(key: string, value: Record<string, unknown>, expireAt: Date): Promise<void>;
    take(key: string, now: Date): Promise<Record<string, unknown> | null>;
  };
  users: { get(store: string, userId: number): Promise<U | null> };
  stores: { get(hash: string): Promise<S | null> };
  clock: Clock;
}

/** A session that was just checked against the database. */
export interface ActiveSession<S extends SessionStore, U extends SessionUser> {
  store: S;
  user: U;
  /** When the app was opened; renewals do not move it. */
  startedAt: Date;
}

/** The session of one request; whatever goes on longer than its token ends with it. */
export interface RequestSession<S extends SessionStore, U extends SessionUser> extends ActiveSession<S, U> {
  expiresAt: Date;
}

export interface SignedToken {
  token: string;
  expiresAt: Date;
  /** After this instant the session cannot be renewed. */
  endsAt: Date;
}

export interface TokenClaims {
  store: string;
  userId: number;
  startedAt: Date;
}
export type TokenVerdict =
  ({ ok: true; expiresAt: Date } & TokenClaims) | { ok: false; reason: 'invalid' | 'expired' };

export interface Sessions<S extends SessionStore, U extends SessionUser> {
  /**
   * A code that opens one session within two minutes; only its SHA-256 is kept. `route` is the panel page to show.
   * Whoever asks has verified who the user is.
   */
  issueCode(input: { store: string; userId: number; generation: number; route: string }): Promise<string>;
  /** Uses up a code. @throws AppError `code-used` when it is unknown, used, too old, or of an earlier install. */
  redeemCode(code: string): Promise<ActiveSession<S, U> & { route: string }>;
  /** A bearer token of ten minutes, never longer than twelve hours after `startedAt`. */
  sign(claims: TokenClaims): SignedToken;
  /** The same session for ten more minutes. @throws AppError `session-expired` after twelve hours. */
  renew(session: ActiveSession<S, U>): SignedToken;
  /** Signature, times and form of a token; asks nobody. */
  verify(token: string): TokenVerdict;
  /**
   * Lets a request through whose bearer token is good, whose user still has access and whose store is installed, and
   * puts `{ store, userId }` into `response.locals.session`.
   */
  requireSession(): RequestHandler;
  /** The session that `requireSession` found for this response. */
  current(response: Response): RequestSession<S, U>;
}

const codeLifeMs = 2 * 60_000;
const tokenLifeMs = 10 * 60_000;
const sessionLifeMs = 12 * 60 * 60_000;
const issuer = 'aiq-for-bigcommerce';
const audience = 'panel';

const claimsSchema = z.object({
  sub: z.string().regex(/^\d{1,15}$/),
  store: z.string().regex(/^[a-z0-9]{1,40}$/),
  /** Seconds; when the app was opened. */
  start: z.int().nonnegative(),
  exp: z.int(),
});

const codeSchema = z.object({
  store: z.string(),
  userId: z.int(),
  generation: z.int(),
  route: z.string(),
});

/**
 * Sessions of the panel without any cookie, which would be a third-party cookie in the control panel's frame: a code
 * in the fragment is swapped for a bearer token.
 */
export function createSessions<S extends SessionStore, U extends SessionUser>(
  deps: SessionDeps<S, U>,
): Sessions<S, U> {
  const { clock } = deps;
  const active = new WeakMap<Response, RequestSession<S, U>>();

  function sign({ store, userId, startedAt }: TokenClaims): SignedToken {
    const endsAt = new Date(startedAt.getTime() + sessionLifeMs);
    const exp = Math.floor(Math.min(clock.now().getTime() + tokenLifeMs, endsAt.getTime()) / 1000);
    const claims = {
      store,
      start: Math.floor(startedAt.getTime() / 1000),
      iat: Math.floor(clock.now().getTime() / 1000),
      exp,
    };
    const token = jwt.sign(claims, deps.sessionKey, {
      algorithm: 'HS256',
      subject: String(userId),
      issuer,
      audience,
    });
    return { token, expiresAt: new Date(exp * 1000), endsAt };
  }

  function verify(token: string): TokenVerdict {
    let payload: unknown;
    try {
      payload = jwt.verify(token, deps.sessionKey, {
        algorithms: ['HS256'],
        issuer,
        audience,
        clockTimestamp: Math.floor(clock.now().getTime() / 1000),
      });
    } catch (error) {
      if (error instanceof jwt.TokenExpiredError) return { ok: false, reason: 'expired' };
      if (error instanceof jwt.JsonWebTokenError) return { ok: false, reason: 'invalid' };
      throw error;
    }
    const claims = claimsSchema.safeParse(payload);
    if (!claims.success) return { ok: false, reason: 'invalid' };
    const { store, sub, start, exp } = claims.data;
    const [startedAt, expiresAt] = [new Date(start * 1000), new Date(exp * 1000)];
    return { ok: true, store, userId: Number(sub), startedAt, expiresAt };
  }

  async function authenticate(header: string | undefined): Promise<RequestSession<S, U>> {
    const token = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/i.exec(header ?? '')?.[1];
    if (token === undefined) throw notSignedIn();
    const verdict = verify(token);
    if (!verdict.ok) throw verdict.reason === 'expired' ? sessionExpired() : notSignedIn();
    const [store, user] = await findBoth(verdict.store, verdict.userId);
    if (store?.state !== 'installed') throw notInstalled();
    if (user === null) throw accessRemoved();
    return { store, user, startedAt: verdict.startedAt, expiresAt: verdict.expiresAt };
  }

  function findBoth(store: string, userId: number): Promise<[S | null, U | null]> {
    return Promise.all([deps.stores.get(store), deps.users.get(store, userId)]);
  }

  return {
    async issueCode(input) {
      const code = randomBytes(32).toString('base64url');
      const route = isPanelRoute(input.route) ? input.route : '/';
      await deps.claims.put(codeKey(code), { ...input, route }, new Date(clock.now().getTime() + codeLifeMs));
      return code;
    },

    async redeemCode(code) {
      const kept = codeSchema.safeParse(await deps.claims.take(codeKey(code), clock.now()));
      if (!kept.success) throw codeUsed();
      const { store: hash, userId, generation, route } = kept.data;
      const [store, user] = await findBoth(hash, userId);
      if (store === null || user === null) throw codeUsed();
      if (store.state !== 'installed' || store.generation !== generation) throw codeUsed();
      return { store, user, startedAt: clock.now(), route };
    },

    sign,

    renew({ store, user, startedAt }) {
      if (clock.now().getTime() >= startedAt.getTime() + sessionLifeMs) throw sessionExpired();
      return sign({ store: store.hash, userId: user.userId, startedAt });
    },

    verify,

    requireSession() {
      return async (request, response, next) => {
        const session = await authenticate(request.get('authorization'));
        active.set(response, session);
        response.locals.session = { store: session.store.hash, userId: session.user.userId };
        next();
      };
    },

    current(response) {
      const session = active.get(response);
      if (session === undefined) throw new Error('this route has no requireSession step');
      return session;
    },
  };
}

/** A path inside the panel; never another origin. */
function isPanelRoute(route: string): boolean {
  return route.length <= 500 && /^\/(?![/\\])[^\s\\]*$/.test(route);
}

function codeKey(code: string): string {
  return `panel-code:${createHash('sha256').update(code).digest('base64url')}`;
}

function notSignedIn(): AppError {
  return new AppError(
    401,
    'not-signed-in',
    'You are not signed in here. Open the app again from your BigCommerce control panel.',
  );
}

function sessionExpired(): AppError {
  return new AppError(
    401,
    'session-expired',
    'Your session has ended. Open the app again from your BigCommerce control panel.',
  );
}

function codeUsed(): AppError {
  return new AppError(
    401,
    'code-used',
    'This link was used already or is too old. Open the app again from your BigCommerce control panel.',
  );
}

function accessRemoved(): AppError {
  return new AppError(
    401,
    'not-signed-in',
    'Your access to this app was removed. Ask the store owner to give it back, then open the app again.',
  );
}

function notInstalled(): AppError {
  return new AppError(
    403,
    'store-not-installed',
    'The app is not installed in this store. Install it again from the BigCommerce marketplace.',
  );
}
