import type { StreamName } from '../../../shared/sync.ts';
import type { Options } from '../../../shared/settings.ts';
import type { StoreRow } from '../../db/types/stores.ts';
import type { OperationsDeps } from './deps.ts';
import { isHistoryToFollow } from './history-to-follow.ts';
import { mappingSaved } from './mapping-saved.ts';
import { optionsSaved } from './options-saved.ts';
import { resume } from './resume.ts';
import { rereadHistory, restart, startOrWake, sweeps } from './streams.ts';

const histories = ['backfill-orders', 'backfill-customers'] as const;

/** Sends the ten newest orders; nothing else runs before "Send the rest". */
export async function startTrial(deps: OperationsDeps, store: StoreRow): Promise<void> {
  if (store.setup.trialStartedAt === null || store.setup.trialFinishedAt !== null) {
    await deps.db.stores.updateSetup(store.hash, {
      trialStartedAt: deps.clock.now(),
      trialFinishedAt: null,
    });
  }
  await startOrWake(deps, store.hash, ['live']);
  await restart(deps, store.hash, ['trial']);
  await resume(deps, store.hash);
}

/**
 * Starts history, sweeps and what the options ask for. Pressed again, or after another history was chosen, only
 * history starts anew; sweeps go on from where they stand, so that no change is missed.
 */
export async function startSync(deps: OperationsDeps, store: StoreRow): Promise<void> {
  const { options, version } = await deps.db.settings.get(store.hash);
  await startOrWake(deps, store.hash, [
    'live',
    'sweep-orders',
    'sweep-customers',
    ...optionalStreams(options),
  ]);
  await rereadHistory(deps, store, ['orders', 'customers']);
  await deps.db.settings.markApplied(store.hash, 'options', version);
  await deps.db.settings.markApplied(store.hash, 'mapping', version);
  const { historySavedAt, startedAt } = store.setup;
  // Last, so that a crash in between leaves the button to be pressed again, or the next sweep to do all of it.
  await deps.db.stores.updateSetup(store.hash, {
    historyFollowed: historySavedAt,
    startedAt: startedAt ?? deps.clock.now(),
  });
  await resume(deps, store.hash);
}

/**
 * Makes the sweeps of a store due now. Where a crash came between the merchant's "Send the rest", or another choice of
 * history, and the streams, these are started instead.
 */
export async function sweepNow(deps: OperationsDeps, store: string): Promise<void> {
  const row = await deps.db.stores.get(store);
  if (row?.state !== 'installed') return;
  await finishSaves(deps, row);
  const started = new Set((await deps.db.streams.list(store)).map(({ name }) => name));
  if (!histories.every((name) => started.has(name)) || isHistoryToFollow(row.setup)) {
    if (row.setup.startedAt !== null) await startSync(deps, row);
    return;
  }
  await startOrWake(deps, store, sweeps);
  deps.nudge(store);
}

/** A crash between a save and its follow-up leaves a trace in the settings. */
async function finishSaves(deps: OperationsDeps, store: StoreRow): Promise<void> {
  const { options, unapplied } = await deps.db.settings.get(store.hash);
  const [before] = unapplied.options;
  if (before !== undefined) await optionsSaved(deps, store, before, options);
  if (unapplied.mapping) await mappingSaved(deps, store);
}

function optionalStreams(options: Options): StreamName[] {
  return [
    ...(options.dynamicContent ? (['catalogue'] as const) : []),
    ...(options.enrolSince === null ? [] : (['enrol'] as const)),
    ...(options.doubleOptInSince === null ? [] : (['double-opt-in'] as const)),
    ...(options.syncContacts ? (['signups'] as const) : []),
  ];
}
