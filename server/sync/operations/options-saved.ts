import { isDeepStrictEqual } from 'node:util';
import type { Options } from '../../../shared/settings.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import { startContactSync } from './contact-sync-start.ts';
import type { OperationsDeps } from './deps.ts';
import { noteRecords } from './note-changes.ts';
import { resume } from './resume.ts';
import { rereadHistory, restart, startOrWake, stop } from './streams.ts';

/**
 * Does what changes of the options ask for that have not been followed yet, and says so when all is done: a crash in
 * between has the next sweep do it again. What counts (statuses, amount, guests) applies to the past as well:
 * history is read once more and AIQ follows. Everything else starts or ends a stream.
 */
export async function optionsSaved(
  deps: OperationsDeps,
  store: StoreRow,
  before: Options,
  after: Options,
): Promise<void> {
  deps.crashPoint('options-saved');
  await startContactSync(deps, store.hash);
  const { options, unapplied, version } = await deps.db.settings.get(store.hash);
  // What was saved just before may have been followed in part, also where it is taken back by this save.
  const befores = [...unapplied.options, before];
  // Before "Send the rest" nothing runs that could follow; what it starts reads the options of that moment.
  if (store.setup.startedAt !== null) await follow(deps, store, befores, after);
  // Where somebody saved once more meanwhile, that save is still to be followed.
  if (isDeepStrictEqual(options, after)) await deps.db.settings.markApplied(store.hash, 'options', version);
  await resume(deps, store.hash);
}

/** @param befores what may have been followed until now, wholly or in part */
async function follow(
  deps: OperationsDeps,
  store: StoreRow,
  befores: readonly Options[],
  after: Options,
): Promise<void> {
  const counting = befores.some((before) => changesWhatCounts(before, after));
  if (counting) await followInHistory(deps, store);
  const enrolSince = befores.map((before) => before.enrolSince);
  await followDate(deps, store.hash, 'enrol', enrolSince, after.enrolSince, counting);
  const doubleOptInSince = befores.map((before) => before.doubleOptInSince);
  await followDate(deps, store.hash, 'double-opt-in', doubleOptInSince, after.doubleOptInSince, counting);
  await followContacts(deps, store, befores, after);
  if (befores.some(({ dynamicContent }) => dynamicContent !== after.dynamicContent)) {
    // Switched off, its one step settles what waits; what AIQ shows already stays, only no longer kept current.
    await restart(deps, store.hash, ['catalogue']);
  }
}

function changesWhatCounts(before: Options, after: Options): boolean {
  return (
    before.amountBasis !== after.amountBasis ||
    before.guestOrders !== after.guestOrders ||
    String(before.countedStatuses) !== String(after.countedStatuses)
  );
}

/** All of history, and the sales from before it that AIQ has from an earlier choice. */
async function followInHistory(deps: OperationsDeps, store: StoreRow): Promise<void> {
  await rereadHistory(deps, store, ['orders']);
  const { historyStart } = store.setup;
  if (historyStart === null) return;
  await noteRecords(deps, store.hash, { kind: 'order', state: 'sent', createdTo: historyStart });
}

async function followDate(
  deps: OperationsDeps,
  store: string,
  stream: 'enrol' | 'double-opt-in',
  befores: readonly (string | null)[],
  after: string | null,
  countingChanged: boolean,
): Promise<void> {
  const changed = befores.some((before) => before !== after);
  if (after === null) {
    if (!changed) return;
    // Once more, to settle those who still wait to be asked.
    return stream === 'double-opt-in' ? startOrWake(deps, store, [stream]) : stop(deps, store, [stream]);
  }
  if (changed || countingChanged) await restart(deps, store, [stream]);
}

async function followContacts(
  deps: OperationsDeps,
  store: StoreRow,
  befores: readonly Options[],
  after: Options,
): Promise<void> {
  const switched = befores.some(({ syncContacts }) => syncContacts !== after.syncContacts);
  if (!after.syncContacts) return switched ? stop(deps, store.hash, ['signups']) : undefined;
  if (switched) {
    await restart(deps, store.hash, ['signups']);
    return startOrWake(deps, store.hash, ['sweep-customers']);
  }
  if (befores.some(({ birthDateField }) => birthDateField !== after.birthDateField))
    await rereadHistory(deps, store, ['customers']);
}
