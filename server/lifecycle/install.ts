import { randomBytes } from 'node:crypto';
import type { OauthGrant } from '../bigcommerce/oauth.ts';
import type { StoreRow } from '../db/types/stores.ts';
import { SecretUnreadableError } from '../errors.ts';
import { endsWithin } from '../time-limit.ts';
import type { LifecycleDeps } from './deps.ts';
import { offerActions } from './offer-actions.ts';

const preparationMs = 10_000;

/**
 * Keeps what the token answer grants and prepares the store. Installing twice, or again after a change of scopes, is the
 * same as once: the newest token wins, settings stay.
 * @returns the store's row with its new generation
 */
export async function installStore(deps: LifecycleDeps, grant: OauthGrant): Promise<StoreRow> {
  const { db, clock, sealer } = deps;
  const hash = grant.storeHash;
  const before = await db.stores.get(hash);
  const hookSecret = keptHookSecret(deps, before) ?? randomBytes(32).toString('base64url');
  const store = await db.stores.install({
    hash,
    tokenSealed: sealer.seal(hash, 'access-token', grant.accessToken),
    scopes: grant.scopes,
    owner: grant.owner && { id: grant.owner.id, email: grant.owner.email || null },
    hookSecretSealed: sealer.seal(hash, 'hook-secret', hookSecret),
    now: clock.now(),
  });
  await db.users.upsert(
    {
      store: hash,
      userId: grant.user.id,
      email: grant.user.email || null,
      locale: null,
      isOwner: grant.owner?.id === grant.user.id,
    },
    clock.now(),
  );
  await db.audit.add({
    store: hash,
    at: clock.now(),
    userId: grant.user.id,
    action: before?.state === 'installed' ? 'authorised-again' : 'installed',
    details: { generation: store.generation },
  });
  // Each of them handles its own errors; a person looks at an empty frame meanwhile.
  await endsWithin(
    deps.preparationMs ?? preparationMs,
    Promise.all([
      readProfile(deps, store),
      createHooks(deps, store, hookSecret),
      offerActions(deps, store, grant.user.id),
    ]),
  );
  await deps.operations.resume(hash);
  return store;
}

/** Webhooks that exist already carry this secret; a new one would refuse those that are under way. */
function keptHookSecret({ sealer, log }: LifecycleDeps, before: StoreRow | null): string | null {
  if (before?.state !== 'installed') return null;
  try {
    return sealer.open(before.hash, 'hook-secret', before.hookSecretSealed);
  } catch (error) {
    if (!(error instanceof SecretUnreadableError)) throw error;
    log.warn({ store: before.hash, err: error }, 'the webhook secret is made anew');
    return null;
  }
}

async function readProfile({ db, log, bigcommerceFor }: LifecycleDeps, store: StoreRow): Promise<void> {
  try {
    await db.stores.setProfile(store.hash, await bigcommerceFor(store, 'panel').getStore());
  } catch (error) {
    log.warn({ store: store.hash, err: error }, "the store's details could not be read at installation");
  }
}

/** A failure is shown as a problem; the schedule tries again and resolves it. */
async function createHooks(deps: LifecycleDeps, store: StoreRow, hookSecret: string): Promise<void> {
  try {
    await deps.superviseHooks(store, hookSecret);
  } catch (error) {
    deps.log.warn({ store: store.hash, err: error }, 'webhooks could not be created at installation');
    try {
      await deps.db.problems.raise(store.hash, 'webhooks-missing', '', {}, deps.clock.now());
    } catch (cause) {
      deps.log.error({ store: store.hash, err: cause }, 'the problem could not be written down');
    }
  }
}
