import type { RouteResponse } from '../../shared/api.ts';
import type { AuditRow } from '../db/types/audit.ts';
import type { PanelDeps } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';
import { presentInstant } from './status.ts';

const pageSize = 50;

export function createAuditHandlers({ db }: PanelDeps): Pick<RouteHandlers, 'listAudit' | 'listUsers'> {
  return {
    async listAudit({ session: { store }, query }) {
      const before = query.before === undefined ? null : new Date(query.before);
      const rows = await db.audit.list(store.hash, { limit: pageSize, before });
      const last = rows.length < pageSize ? null : rows.at(-1);
      return { entries: rows.map(presentAuditEntry), next: presentInstant(last?.at ?? null) };
    },

    async listUsers({ session: { store } }) {
      const users = await db.users.list(store.hash);
      return { users: users.map(({ userId, email }) => ({ id: userId, email })) };
    },
  };
}

export function presentAuditEntry({
  at,
  userId,
  action,
  details,
}: AuditRow): RouteResponse<'listAudit'>['entries'][number] {
  return { at: at.toISOString(), userId, action, details };
}
