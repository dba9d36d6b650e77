import type { SyncOperations } from '../types.ts';
import { checkAgreement } from './agreement.ts';
import type { OperationsDeps } from './deps.ts';
import { historyStartOf, previewHistory } from './history-preview.ts';
import { mappingSaved } from './mapping-saved.ts';
import { previewOptions } from './options-preview.ts';
import { optionsSaved } from './options-saved.ts';
import { resume } from './resume.ts';
import { retryReason, retryRecord } from './retries.ts';
import { startSync, startTrial, sweepNow } from './start.ts';
import { thaw } from './thaw.ts';

/** What panel and schedules may ask of the sync. All of it works through the database, from any instance. */
export function createSyncOperations(deps: OperationsDeps): SyncOperations {
  return {
    startTrial: (store) => startTrial(deps, store),
    startSync: (store) => startSync(deps, store),
    previewHistory: (store, history) => previewHistory(deps, store, history),
    historyStart: (store, history) => historyStartOf(store, history, deps.clock.now()),
    previewOptions: (store, options) => previewOptions(deps, store, options),
    optionsSaved: (store, before, after) => optionsSaved(deps, store, before, after),
    mappingSaved: (store) => mappingSaved(deps, store),
    retryRecord: (store, key) => retryRecord(deps, store, key),
    retryReason: (store, reason) => retryReason(deps, store, reason),
    checkAgreement: (store) => checkAgreement(deps, store),
    resume: (store) => resume(deps, store),
    thaw: (store, changes) => thaw(deps, store, changes),
    sweepNow: (store) => sweepNow(deps, store),
  };
}
