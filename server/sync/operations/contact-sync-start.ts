import type { SettingsRow } from '../../db/types/settings.ts';
import { AppError } from '../../errors.ts';
import type { OperationsDeps } from './deps.ts';

/** Contact sync starts the moment it is switched on, where the save that did so has not said when that was. */
export async function startContactSync(deps: OperationsDeps, store: string): Promise<void> {
  await setSince(deps, store, ({ options, syncContactsSince }) =>
    options.syncContacts ? (syncContactsSince ?? deps.clock.now()) : null,
  );
}

/** Customers that changed up to now are left alone, as if contact sync had been switched on just now. */
export async function restartContactSync(deps: OperationsDeps, store: string): Promise<void> {
  await setSince(deps, store, ({ options }) => (options.syncContacts ? deps.clock.now() : null));
}

/** Repeated over when somebody else saves in between; writes nothing when nothing changes. */
async function setSince(
  deps: OperationsDeps,
  store: string,
  sinceOf: (current: SettingsRow) => Date | null,
): Promise<void> {
  for (let attempt = 0; attempt < 10; attempt += 1) {
    const current = await deps.db.settings.get(store);
    const syncContactsSince = sinceOf(current);
    if (syncContactsSince?.getTime() === current.syncContactsSince?.getTime()) return;
    const { version, updatedBy } = current;
    if (await deps.db.settings.save(store, { syncContactsSince }, version, updatedBy, deps.clock.now()))
      return;
  }
  throw new AppError(
    409,
    'conflict',
    'Somebody else is saving these settings just now. Save them once more.',
  );
}
