import type { RecordView } from '../../shared/views/activity.ts';
import { reasonsByState, type RecordReason } from '../../shared/sync.ts';
import type { RecordKey, RecordRow } from '../db/types/records.ts';
import { AppError } from '../errors.ts';
import { invalidInput } from '../http/validate.ts';
import { createChannelNames } from './channel-names.ts';
import type { PanelDeps } from './deps.ts';
import type { RouteHandlers } from './route-handler.ts';
import { recordsToCsv } from './export-records.ts';
import { countFound, searchRecords, streamRecords, toFilter } from './search-records.ts';
import { presentInstant } from './status.ts';

const pageSize = 50;

const retriable = new Set<RecordReason>([...reasonsByState.parked, ...reasonsByState.waiting]);

export function createRecordHandlers(
  deps: PanelDeps,
): Pick<RouteHandlers, 'listRecords' | 'exportRecords' | 'getRecord' | 'retryRecord' | 'retryReason'> {
  const { db, clock, operations } = deps;
  const channels = createChannelNames(deps);

  return {
    async listRecords({ session: { store }, query }) {
      const filter = toFilter(deps, store, query);
      const page = { limit: query.limit ?? pageSize, cursor: query.cursor ?? null };
      const { rows, next } = await searchRecords(deps, store.hash, filter, page);
      const total = page.cursor === null ? await countFound(deps, store.hash, filter, { rows, next }) : null;
      return { records: rows.map(presentRecord), next, total };
    },

    exportRecords: ({ session: { store, user }, query }) =>
      recordsToCsv(streamRecords(deps, store.hash, toFilter(deps, store, query)), user.locale),

    async getRecord({ session: { store }, params: key }) {
      const [rows, change] = await Promise.all([
        db.records.getMany(store.hash, [key]),
        findChange(deps, store.hash, key),
      ]);
      const record = rows[0] ?? null;
      const [related, channelName] =
        record === null
          ? [[], null]
          : await Promise.all([
              listRelated(deps, record),
              record.channelId === null ? null : channels.nameOf(store, record.channelId),
            ]);
      return {
        record: record && presentRecord(record),
        related: related.map(presentRecord),
        channelName,
        pendingSince: presentInstant(change?.firstSeenAt ?? null),
      };
    },

    async retryRecord({ session: { store, user }, params: key }) {
      const rows = await db.records.getMany(store.hash, [key]);
      if (rows.length === 0)
        throw new AppError(404, 'not-found', 'This store has no such record. Reload the list.');
      await operations.retryRecord(store, key);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'record-retried',
        details: { kind: key.kind, id: key.id },
      });
      return { ok: true };
    },

    async retryReason({ session: { store, user }, body: { reason } }) {
      if (!retriable.has(reason)) {
        throw invalidInput({
          reason: 'Only parked and waiting records can be tried again; the others are where they belong.',
        });
      }
      const queued = await operations.retryReason(store, reason);
      await db.audit.add({
        store: store.hash,
        at: clock.now(),
        userId: user.userId,
        action: 'records-retried',
        details: { reason, queued },
      });
      return { queued };
    },
  };
}

/** Only these three are told of by BigCommerce; the others follow from them. */
function findChange({ db }: PanelDeps, store: string, { kind, id }: RecordKey) {
  const changes = kind === 'order' || kind === 'customer' || kind === 'product';
  return changes ? db.changes.get(store, kind, id) : null;
}

/** Refunds of an order and what was asked of AIQ for its buyer; the order of a refund; what was asked for a shopper. */
async function listRelated({ db }: PanelDeps, record: RecordRow): Promise<RecordRow[]> {
  const { store, kind, id, parentId, customerId } = record;
  if (kind === 'refund')
    return parentId === null ? [] : db.records.getMany(store, [{ kind: 'order', id: parentId }]);
  if (kind === 'order') {
    const [refunds, buyer] = await Promise.all([
      db.records.listRefundsOf(store, [id]),
      customerId === null ? [] : db.records.getMany(store, askedOfAiq(customerId)),
    ]);
    return [...refunds, ...buyer];
  }
  return kind === 'customer' || kind === 'guest' ? db.records.getMany(store, askedOfAiq(id)) : [];
}

function askedOfAiq(shopper: string): RecordKey[] {
  return [
    { kind: 'enrolment', id: shopper },
    { kind: 'opt-in', id: shopper },
  ];
}

/** A record as the panel sees it: without hashes of content, e-mail or phone. */
export function presentRecord(row: RecordRow): RecordView {
  return {
    kind: row.kind,
    id: row.id,
    parentId: row.parentId,
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    warnings: row.warnings,
    amount: row.amount,
    currency: row.currency,
    channelId: row.channelId,
    customerId: row.customerId,
    createdAt: row.createdAt.toISOString(),
    sourceAt: row.sourceAt.toISOString(),
    receivedAt: presentInstant(row.receivedAt),
    fetchedAt: presentInstant(row.fetchedAt),
    sentAt: presentInstant(row.sentAt),
    attempts: row.attempts,
    nextAttemptAt: presentInstant(row.nextAttemptAt),
  };
}
