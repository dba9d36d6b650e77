import type { AiqSale } from '../aiq/types.ts';
import type { RecordWrite } from '../db/types/records.ts';
import { unknownContent } from './mapping/content-hash.ts';
import { personHash, type Person } from './mapping/person.ts';
import { newRecord } from './new-record.ts';
import type { RecordsBefore, Task } from './task.ts';

/**
 * The buyers of a page's sales. A sale carries its buyer's details, and AIQ keeps those that arrive last; history is
 * read newest first, so an older order goes out without them once a newer one has told them.
 */
export interface Buyers {
  /** The sale as it is to be sent now. */
  prepare(task: Task & { target: 'sale' }, sale: AiqSale): AiqSale;
  /** The buyer's record after the sale was accepted; null when it says nothing new. */
  acceptedRow(task: Task & { target: 'sale' }, now: Date): RecordWrite | null;
}

/** Records of a shopper that an order may not bring back. */
const closedReasons = new Set(['erased', 'deleted-in-bigcommerce']);

/** Accepted by AIQ; or perhaps so, and about to be sent again. */
function isKnownToAiq(row: RecordWrite | undefined): boolean {
  return row?.state === 'sent' || row?.hash === unknownContent;
}

export function createBuyers(before: RecordsBefore, syncContacts: boolean): Buyers {
  /** Time of the order that told a person's details last, in this page. */
  const toldAt = new Map<string, number>();

  function buyerOf(task: Task): Person | null {
    return task.mapped.decision === 'send' ? task.mapped.buyer : null;
  }

  function mayTell(person: Person, row: RecordWrite | undefined, at: Date): boolean {
    if (row !== undefined && closedReasons.has(row.reason)) return false;
    // With contact sync the account's own details count, not what was typed into one order.
    if (syncContacts && person.kind === 'customer' && isKnownToAiq(row)) return false;
    const known = Math.max(
      toldAt.get(person.id) ?? -Infinity,
      row?.state === 'sent' ? row.sourceAt.getTime() : -Infinity,
    );
    return known <= at.getTime();
  }

  return {
    prepare(task, sale) {
      const person = buyerOf(task);
      if (person === null || sale.member === undefined) return sale;
      if (task.parentId === null && mayTell(person, before.get(person), task.createdAt)) {
        toldAt.set(person.id, task.createdAt.getTime());
        return sale;
      }
      const { member: _told, ...anonymous } = sale;
      return anonymous;
    },

    acceptedRow(task, now) {
      const person = buyerOf(task);
      if (person === null || toldAt.get(person.id) !== task.createdAt.getTime()) return null;
      const row = before.get(person);
      const hash = personHash(person, null);
      const same = row?.state === 'sent' && row.sourceAt >= task.createdAt && row.hash === hash;
      if (same) return null;
      return newRecord({
        kind: person.kind,
        id: person.id,
        state: 'sent',
        reason: 'accepted',
        warnings: person.warnings,
        hash,
        createdAt: row?.createdAt ?? task.createdAt,
        sourceAt: task.createdAt,
        // A guest has no account to be read again; the order tells.
        parentId: person.kind === 'guest' ? task.id : null,
        channelId: task.channelId,
        customerId: person.kind === 'customer' ? person.id : null,
        emailHash: person.emailHash,
        receivedAt: row?.receivedAt ?? null,
        fetchedAt: now,
        sentAt: now,
      });
    },
  };
}
