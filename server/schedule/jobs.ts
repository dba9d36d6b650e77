import { createHash } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Db } from '../db/types/db.ts';
import type { StoreProfile, StoreRow } from '../db/types/stores.ts';
import type { Metrics } from '../http/metrics.ts';
import type { Logger } from '../log.ts';
import type { SyncEngine, SyncOperations } from '../sync/types.ts';
import { eachStore } from './each-store.ts';
import { dayMs, hourMs, minuteMs, type Job } from './job.ts';

export interface JobDeps {
  db: Pick<Db, 'stores' | 'leases' | 'problems' | 'purgeStore' | 'purgeExpired'>;
  clock: Clock;
  log: Logger;
  metrics: Pick<Metrics, 'stores'>;
  engine: Pick<SyncEngine, 'halt'>;
  operations: Pick<SyncOperations, 'sweepNow' | 'checkAgreement'>;
  superviseHooks: (store: StoreRow) => Promise<{ repaired: string[] }>;
  /** What BigCommerce says of the store now. */
  readProfile: (store: StoreRow) => Promise<StoreProfile>;
}

const sweepEveryMs = 5 * minuteMs;
const superviseEveryMs = hourMs;
/** What is left of an uninstalled store is deleted after this long. */
const purgeAfterMs = 30 * dayMs;
/** A token that was refused for this long belongs to a store that uninstalled without telling us. */
const abandonedAfterMs = 30 * dayMs;
/** Hours (UTC) in which counts are compared: night in the Americas, where most stores are. */
const agreementHours = { from: 6, count: 6 };

/** The table of scheduled work. */
export function createJobs(deps: JobDeps): Job[] {
  const { db, clock, log } = deps;
  const now = () => clock.now().getTime();
  const installed = (
    job: string,
    signal: AbortSignal,
    atOnce: number,
    due: (store: StoreRow) => boolean,
    work: (store: StoreRow) => Promise<unknown>,
  ) => eachStore({ stores: db.stores.listInstalled(), due, work, atOnce, signal, log, job });

  return [
    {
      name: 'sweeps',
      periodMs: sweepEveryMs,
      abandonAfterMs: 15 * minuteMs,
      run: (signal) =>
        installed(
          'sweeps',
          signal,
          16,
          // Half a minute less, so that a sweep that ended late in its period does not wait for two.
          (store) => isWorking(store) && now() - timeOf(store.lastSweepAt) >= sweepEveryMs - minuteMs / 2,
          (store) => deps.operations.sweepNow(store.hash),
        ),
    },
    {
      name: 'webhooks',
      periodMs: 5 * minuteMs,
      abandonAfterMs: hourMs,
      run: (signal) =>
        installed(
          'webhooks',
          signal,
          4,
          (store) =>
            store.bigcommerceState === 'ok' && now() - timeOf(store.hooksCheckedAt) >= superviseEveryMs,
          async (store) => {
            await deps.superviseHooks(store);
            await db.stores.touch(store.hash, { hooksCheckedAt: clock.now() });
          },
        ),
    },
    {
      // A merchant may give the shop its own domain, another currency or time zone, and BigCommerce tells nobody.
      name: 'profiles',
      periodMs: dayMs,
      abandonAfterMs: 6 * hourMs,
      run: (signal) =>
        installed('profiles', signal, 4, isWorking, async (store) =>
          db.stores.setProfile(store.hash, await deps.readProfile(store)),
        ),
    },
    {
      name: 'agreement',
      periodMs: hourMs,
      abandonAfterMs: 2 * hourMs,
      async run(signal) {
        const hour = clock.now().getUTCHours();
        // What differs has been read again since: it is shown until it is gone, not until the next night.
        const differing = new Set(await db.problems.listStoresWith('counts-differ'));
        await installed(
          'agreement',
          signal,
          2,
          (store) => isWorking(store) && (agreementHourOf(store.hash) === hour || differing.has(store.hash)),
          (store) => deps.operations.checkAgreement(store),
        );
      },
    },
    {
      name: 'purge',
      periodMs: dayMs,
      abandonAfterMs: 6 * hourMs,
      async run(signal) {
        await installed(
          'purge',
          signal,
          4,
          (store) => store.bigcommerceState === 'token-refused',
          (store) => uninstallIfAbandoned(deps, store),
        );
        await eachStore({
          stores: db.stores.listUninstalledBefore(new Date(now() - purgeAfterMs)),
          due: () => true,
          work: (store) => db.purgeStore(store.hash),
          atOnce: 1,
          signal,
          log,
          job: 'purge',
        });
      },
    },
    {
      name: 'expired',
      periodMs: hourMs,
      abandonAfterMs: hourMs,
      async run() {
        const deleted = await db.purgeExpired(clock.now());
        if (deleted > 0) log.debug({ deleted }, 'expired rows deleted');
        for (const [state, count] of Object.entries(await db.stores.countByState())) {
          deps.metrics.stores.set({ state }, count);
        }
      },
    },
  ];
}

/** Set up, not frozen, and BigCommerce lets us in. */
function isWorking(store: StoreRow): boolean {
  return store.setup.startedAt !== null && store.freeze === null && store.bigcommerceState === 'ok';
}

/** The uninstall callback may never come; a refused token is then all that tells of it. */
async function uninstallIfAbandoned({ db, clock, log, engine }: JobDeps, store: StoreRow): Promise<void> {
  const problems = await db.problems.listOpen(store.hash);
  const refused = problems.find(({ code }) => code === 'bigcommerce-token-refused');
  const now = clock.now();
  if (refused === undefined || now.getTime() - refused.firstAt.getTime() < abandonedAfterMs) return;
  // One that was installed again since it was read is another installation.
  if ((await db.stores.uninstall(store.hash, store.installedAt, now)) === null) return;
  await db.leases.revoke(store.hash);
  await engine.halt(store.hash);
  log.info({ store: store.hash }, 'a store whose token was refused for long is taken as uninstalled');
}

function agreementHourOf(hash: string): number {
  const number = createHash('sha256').update(hash).digest().readUInt32BE(0);
  return agreementHours.from + (number % agreementHours.count);
}

function timeOf(instant: Date | null): number {
  return instant?.getTime() ?? 0;
}
