import { vi } from 'vitest';
import type { Db } from '../../server/db/types/db.ts';
import type { SyncOperations } from '../../server/sync/types.ts';

export type ScriptedOperations = {
  [M in keyof SyncOperations]: ReturnType<typeof vi.fn<SyncOperations[M]>>;
};

/** Operations that do nothing but remember; days begin at 07:00 UTC, as in Denver in winter. */
export function scriptOperations(db: Db): ScriptedOperations {
  const none = { shoppers: 0, withoutContact: 0, withoutUsablePhone: 0, mayLose: 0, partial: false };
  return {
    startTrial: vi.fn<SyncOperations['startTrial']>(async () => undefined),
    startSync: vi.fn<SyncOperations['startSync']>(async (store) => {
      await db.stores.updateSetup(store.hash, { startedAt: new Date() });
    }),
    previewHistory: vi.fn<SyncOperations['previewHistory']>(async () => ({
      orders: 1_200,
      customers: 300,
      seconds: 12.3,
    })),
    historyStart: vi.fn<SyncOperations['historyStart']>((_store, history) =>
      history.from === 'date' ? new Date(`${history.date}T07:00:00.000Z`) : null,
    ),
    previewOptions: vi.fn<SyncOperations['previewOptions']>(async () => ({ enrol: none, doubleOptIn: none })),
    optionsSaved: vi.fn<SyncOperations['optionsSaved']>(async () => undefined),
    mappingSaved: vi.fn<SyncOperations['mappingSaved']>(async () => 0),
    retryRecord: vi.fn<SyncOperations['retryRecord']>(async () => undefined),
    retryReason: vi.fn<SyncOperations['retryReason']>(async () => 3),
    resume: vi.fn<SyncOperations['resume']>(async () => undefined),
    checkAgreement: vi.fn<SyncOperations['checkAgreement']>(async () => []),
    thaw: vi.fn<SyncOperations['thaw']>(async (store) => {
      await db.stores.setFreeze(store.hash, null);
    }),
    sweepNow: vi.fn<SyncOperations['sweepNow']>(async () => undefined),
  };
}

/** A client of which a call that no test has scripted throws. */
export function refuseUnscripted<T extends object>(service: string, scripted: Partial<T>): T {
  return new Proxy(scripted, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (method === undefined) throw new Error(`${service}.${String(name)} was called and is not scripted`);
      return method;
    },
  }) as T; // what is missing throws
}
