import type { Session } from '../../shared/views/session.ts';
import type { SignedToken } from '../http/session.ts';
import type { PanelDeps, PanelSession } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';

export function createSessionHandlers({
  sessions,
}: PanelDeps): Pick<RouteHandlers, 'openSession' | 'renewSession'> {
  return {
    async openSession({ body }) {
      const opened = await sessions.redeemCode(body.code);
      const { store, user, startedAt, route } = opened;
      const signed = sessions.sign({ store: store.hash, userId: user.userId, startedAt });
      return presentSession(signed, opened, route);
    },

    async renewSession({ session }) {
      return presentSession(sessions.renew(session), session, '/');
    },
  };
}

export function presentSession(signed: SignedToken, { store, user }: PanelSession, route: string): Session {
  return {
    token: signed.token,
    expiresAt: signed.expiresAt.toISOString(),
    endsAt: signed.endsAt.toISOString(),
    storeHash: store.hash,
    user: { id: user.userId, locale: user.locale, isOwner: user.isOwner },
    route,
  };
}
